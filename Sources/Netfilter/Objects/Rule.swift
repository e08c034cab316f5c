/// A rule: expressions that run from left to right until one doesn't match or gives a verdict.
///
/// nft: `tcp dport 22 accept comment "…"`.
public struct Rule: Hashable, Sendable {
    /// The chain that it belongs to.
    public var chain: ChainName
    /// What the kernel runs, at most 128 expressions.
    public var expressions: [Expression]
    /// What it is for, up to 128 bytes.
    public var comment: String?

    /// A rule in the kernel's own terms.
    public init(in chain: ChainName, expressions: [Expression], comment: String? = nil) {
        self.chain = chain
        self.expressions = expressions
        self.comment = comment
    }

    /// A rule in nft's terms, with whatever it takes before each match to see only the packets that have the field.
    ///
    /// - Throws: `InvalidObject` where a value doesn't fit its field, or a field can't occur in packets of the table.
    public init(in chain: ChainName, _ statements: [Statement], comment: String? = nil) throws(InvalidObject) {
        self.chain = chain
        self.expressions = try Linearizer.expressions(of: statements, in: chain.table.family)
        self.comment = comment
    }
}

/// A rule as the kernel holds it, with the number that it can be deleted or replaced by.
public struct LoadedRule: Hashable, Sendable {
    /// The kernel's number for it, unique in its table.
    public let handle: UInt64
    /// What it is.
    public let rule: Rule
}

extension Rule: CustomStringConvertible {
    /// As nft writes it: `tcp dport 22 accept comment "SSH"`; steps that this library has no words for are in brackets.
    public var description: String {
        let words = RuleText.words(for: expressions, in: chain.table.family)
        return (words + (comment.map { ["comment \"\($0)\""] } ?? [])).joined(separator: " ")
    }
}
