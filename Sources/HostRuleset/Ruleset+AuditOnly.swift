extension Ruleset {
    /// The same ruleset, but what it would drop is counted, logged as such, and let through.
    ///
    /// Packets take the same way through the same rules, so the counters tell what the policy would do to a host's real traffic.
    /// What it drops unlogged because there is much of it (pings beyond the rate, broadcasts) is counted and not logged here either.
    package var auditOnly: Ruleset {
        var ruleset = self
        ruleset.sets = sets.map(\.auditOnly)
        ruleset.chains = chains.map { $0.auditOnly(counters: Set(counters.map(\.name))) }
        return ruleset
    }

    /// Behind the policy's digest, what tells an audit's table from the policy's own.
    package static let auditMark = " audit-only"
}

extension Ruleset.NamedSet {
    fileprivate var auditOnly: Ruleset.NamedSet {
        guard case .note(let text) = elements else { return self }
        var set = self
        set.elements = .note(PlainText("\(text)\(Ruleset.auditMark)"))
        return set
    }
}

extension Ruleset.Chain {
    fileprivate func auditOnly(counters: Set<ObjectName>) -> Ruleset.Chain {
        var chain = self
        chain.base?.policy = .accept
        // A chain that is jumped to and drops belongs to input: at output only the base chain does.
        let dropped = ObjectName.dropped(base?.hook ?? .input)
        let counter = counters.contains(dropped) ? Ruleset.Statement.counter(dropped) : nil
        chain.rules = rules.map { $0.auditOnly(counting: counter) }
        return chain
    }
}

extension Ruleset.Rule {
    /// The same rule, which counts and accepts what it would drop; by `counter` where it has none of its own.
    fileprivate func auditOnly(counting counter: Ruleset.Statement?) -> Ruleset.Rule {
        var rule = self
        rule.statements = statements.map(\.auditOnly)
        if let counter, statements == [.drop] { rule.statements.insert(counter, at: 0) }
        return rule
    }
}

extension Ruleset.Statement {
    fileprivate var auditOnly: Ruleset.Statement {
        switch self {
        case .drop, .reject: .accept
        case .log: .log(prefix: PlainText("carbonwall would drop: "))
        case .limit, .counter, .jump, .accept: self
        }
    }
}
