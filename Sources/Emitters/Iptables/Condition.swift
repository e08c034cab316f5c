import HostRuleset

/// What a packet must fulfil for a rule of iptables, as words, and what there is to say about it.
struct Condition {
    /// ` -p tcp --dport 22`: each word behind a space.
    var words = IptablesText()
    /// The rule's comment.
    var comment: PlainText?
    /// Comment lines before the rule.
    var remarks: [IptablesText] = []

    init(comment: PlainText?) {
        self.comment = comment
    }

    init(_ words: IptablesText) {
        self.words = words
    }

    /// `words`, each behind a space.
    init(_ words: StaticString) {
        self.init(IptablesText(words))
    }

    /// Words that `write` appends to `words`.
    init(_ words: StaticString, _ write: (inout IptablesText) -> Void) {
        self.init(words)
        write(&self.words)
    }

    /// ` -m limit --limit 5/minute --limit-burst 10`.
    init(_ limit: Ruleset.RateLimit) {
        self.init(" -m limit --limit ") { words in
            words.append(limit.packets)
            words.append(limit.unit == .second ? "/second --limit-burst " : "/minute --limit-burst ")
            words.append(limit.burst)
        }
    }

    /// Both conditions; a comment of its own stays.
    func and(_ other: Condition) -> Condition {
        var both = self
        both.words.append(other.words)
        both.comment = comment ?? other.comment
        both.remarks += other.remarks
        return both
    }
}
