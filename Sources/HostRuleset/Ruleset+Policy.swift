package import Policy

extension Ruleset {
    /// The ruleset that decides every packet as `policy.decision(for:)` does.
    ///
    /// The same policy always gives the same ruleset. What a packet costs depends on the number of audiences, guards and
    /// egress groups, and of different lengths of their prefixes, never on the number of addresses or single ports.
    ///
    /// - Parameters:
    ///   - policy: The policy.
    ///   - digest: The policy's digest, where it is known already: it takes as long as all the rest.
    package init(policy: HostPolicy, digest: String? = nil) {
        self.init(sets: [.note(ofDigest: digest ?? policy.digest)])
        addInput(policy)
        if let egress = policy.egress {
            addOutput(to: egress, policy)
        }
    }

    /// Adds the counters of what `hook` drops.
    mutating func addCounters(for hook: BaseChain.Hook) {
        counters.append(
            Counter(name: .invalid(hook), comment: PlainText("\(hook) of no connection, and no way to open one"))
        )
        counters.append(Counter(name: .dropped(hook), comment: PlainText("\(hook) that nothing allows")))
    }
}

extension Ruleset.NamedSet {
    /// By which a second apply of the same policy knows that nothing has changed.
    fileprivate static func note(ofDigest digest: String) -> Ruleset.NamedSet {
        Ruleset.NamedSet(
            name: .policyDigest,
            comment: PlainText("of the policy that this table enforces"),
            elements: .note(PlainText("sha256:\(digest)"))
        )
    }
}

extension Ruleset.Rule {
    /// What the host says to itself.
    static func loopback(_ hook: Ruleset.BaseChain.Hook) -> Ruleset.Rule {
        Ruleset.Rule(.loopback(hook), then: .accept)
    }

    /// The shortcut that nearly every packet takes.
    ///
    /// What is related to a connection and no error about it would open another one, which no rule has allowed.
    static let established = Ruleset.Rule(.connectionState([.established]), then: .accept)

    /// What belongs to no connection and can't open one.
    static func invalid(_ hook: Ruleset.BaseChain.Hook) -> Ruleset.Rule {
        Ruleset.Rule(.connectionState([.invalid]), then: .counter(.invalid(hook)), .drop)
    }

    /// The end of a chain: a few lines in the kernel's log, and a drop that doesn't rely on the chain's policy, which isn't in
    /// force for a moment while a ruleset is replaced.
    static func ending(_ hook: Ruleset.BaseChain.Hook) -> [Ruleset.Rule] {
        [
            Ruleset.Rule(then: .limit(.log), .log(prefix: PlainText("carbonwall drop: "))),
            Ruleset.Rule(then: .counter(.dropped(hook)), .drop),
        ]
    }
}

extension Ruleset.RateLimit {
    /// Lines in the kernel's log.
    static let log = Ruleset.RateLimit(packets: 5, unit: .minute, burst: 10)
    /// Pings, of each family.
    static let ping = Ruleset.RateLimit(packets: 50, unit: .second, burst: 100)
    /// Answers to what nothing allows, of TCP and of UDP: enough for all of a network's clients that try again at once, and too few to
    /// flood anybody with.
    static let answer = Ruleset.RateLimit(packets: 100, unit: .second, burst: 200)
}

extension ObjectName {
    /// Counts what `hook` drops as invalid.
    static func invalid(_ hook: Ruleset.BaseChain.Hook) -> ObjectName {
        ObjectName(hook).appending("invalid")
    }

    /// Counts what `hook` drops at its end.
    static func dropped(_ hook: Ruleset.BaseChain.Hook) -> ObjectName {
        ObjectName(hook).appending("dropped")
    }
}
