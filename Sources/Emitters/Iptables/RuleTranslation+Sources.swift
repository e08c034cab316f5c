import HostRuleset
import Policy

extension RuleTranslation {
    /// The chain that drops packets whose source isn't reached through the interface that they came in by; nil if `ruleset` doesn't.
    ///
    /// In place of the rule in chain input that asks `fib`: iptables can ask that (rpfilter) in the chain PREROUTING alone, which
    /// forwarded packets go through as well.
    func sourceChecks(in ruleset: Ruleset) -> FamilyRules.Table? {
        let checks = ruleset.chains.flatMap { chain in
            chain.rules.compactMap { self.sourceChecks($0, in: chain, of: ruleset) }
        }
        guard !checks.isEmpty else { return nil }
        let name = ChainNames.prefix + "SOURCES"
        let lines = (exemptions + checks.joined()).map { words in
            var line = IptablesText("-A ")
            line.append(chain: name)
            line.append(words)
            return line
        }
        return FamilyRules.Table(
            name: "mangle",
            builtIn: ["PREROUTING"],
            chains: [FamilyRules.Chain(name: name, lines: lines)],
            calls: [("PREROUTING", name)]
        )
    }

    /// What the rules before the one that asks for the source have decided.
    private var exemptions: [IptablesText] {
        let beforehand: [StaticString] = [" -i lo -j RETURN", " -m conntrack --ctstate ESTABLISHED -j RETURN"]
        let dhcpv6Answers: [StaticString] = family == .v6 ? [" -d fe80::/10 -p udp --dport 546 -j RETURN"] : []
        return (beforehand + dhcpv6Answers).map { IptablesText($0) } + [forwarded]
    }

    /// What isn't for this host, which hears broadcasts and multicasts as well.
    ///
    /// Of several types IPv4's packets have to be of one, IPv6's of all.
    private var forwarded: IptablesText {
        IptablesText(
            family == .v4
                ? " -m addrtype ! --dst-type LOCAL,BROADCAST,MULTICAST -j RETURN"
                : " ! -d ff00::/8 -m addrtype ! --dst-type LOCAL -j RETURN"
        )
    }

    /// The end of each line that `rule` of `chain` becomes; nil if it asks for no source.
    private func sourceChecks(
        _ rule: Ruleset.Rule,
        in chain: Ruleset.Chain,
        of ruleset: Ruleset
    ) -> [IptablesText]? {
        guard rule.matches.contains(.unreachableSource) else { return nil }
        let others = rule.matches.filter { $0 != .unreachableSource }
        var conditions = chain.base == nil ? calls(of: chain, in: ruleset) : [Condition(comment: nil)]
        for match in others {
            let alternatives = alternatives(match)
            conditions = conditions.flatMap { condition in alternatives.compactMap { condition.narrowed(to: $0) } }
        }
        return conditions.map { condition in
            var line = condition.words
            line.append(" -m rpfilter --invert")
            if let comment = rule.comment { line.append(comment: comment) }
            line.append(" -j DROP")
            return line
        }
    }

    /// The conditions under which the base chain calls `chain`.
    private func calls(of chain: Ruleset.Chain, in ruleset: Ruleset) -> [Condition] {
        let callers = ruleset.chains.filter { $0.base?.hook == .input }.flatMap(\.rules)
        return callers.filter { $0.statements == [.jump(chain.name)] }.flatMap { rule in
            rule.matches.count == 1 ? alternatives(rule.matches[0]) : [Condition(comment: nil)]
        }
    }
}

extension Condition {
    /// A packet that fulfils both, whose protocol each of them may name; nil if these are two.
    fileprivate func narrowed(to other: Condition) -> Condition? {
        let (own, wanted) = (
            String(decoding: words.bytes, as: UTF8.self), String(decoding: other.words.bytes, as: UTF8.self)
        )
        if own.isEmpty { return other }
        return own.hasPrefix(wanted + " ") ? self : nil
    }
}
