import HostRuleset
import Policy

/// Writes rules of a ruleset as iptables has them.
struct RuleTranslation {
    let family: AddressFamily
    let longLists: FamilyRules.LongLists
    let names: ChainNames
    private let ports: [ObjectName: [Ruleset.PortElement]]
    private let lists: [ObjectName: AddressList]

    init(_ ruleset: Ruleset, family: AddressFamily, longLists: FamilyRules.LongLists) {
        self.family = family
        self.longLists = longLists
        names = ChainNames(ruleset)
        var ports: [ObjectName: [Ruleset.PortElement]] = [:]
        for case (let name, .ports(let elements)) in ruleset.sets.map({ ($0.name, $0.elements) }) {
            ports[name] = elements
        }
        self.ports = ports
        lists = AddressList.lists(of: ruleset)
    }

    /// The lines that are `rule` of `chain`.
    func lines(_ rule: Ruleset.Rule, in chain: Ruleset.Chain) -> [IptablesText] {
        var conditions = [Condition(comment: rule.comment)]
        for match in rule.matches {
            let alternatives = alternatives(match)
            conditions = conditions.flatMap { condition in alternatives.map { condition.and($0) } }
        }
        var lines: [IptablesText] = []
        for statement in rule.statements {
            if case .limit(let limit) = statement {
                conditions = conditions.map { $0.and(Condition(limit)) }
            } else if let target = target(statement, in: chain) {
                lines += conditions.flatMap { self.lines($0, target, in: chain) }
            }
        }
        return lines
    }

    /// The sets that rules of `chains` name, in their order, each once.
    func usedSets(in chains: [Ruleset.Chain]) -> [AddressList] {
        var used: [AddressList] = []
        for case .address(let match) in chains.flatMap(\.rules).flatMap(\.matches) {
            guard let list = list(match), isSet(list), !used.contains(where: { $0.name == list.name }) else { continue }
            used.append(list)
        }
        return used
    }

    /// A rule behind the comment lines that belong to it.
    private func lines(_ condition: Condition, _ target: IptablesText, in chain: Ruleset.Chain) -> [IptablesText] {
        var line = IptablesText("-A ")
        line.append(chain: names[chain.name])
        line.append(condition.words)
        if let comment = condition.comment { line.append(comment: comment) }
        line.append(target)
        return condition.remarks + [line]
    }

    /// The end of a line, or nil for a counter: every rule of iptables is one.
    ///
    /// Where a base chain lets pass what it doesn't decide, its accepts leave the rest of INPUT its say as well.
    private func target(_ statement: Ruleset.Statement, in chain: Ruleset.Chain) -> IptablesText? {
        switch statement {
        case .limit, .counter: return nil
        case .accept: return IptablesText(chain.base?.policy == .accept ? " -j RETURN" : " -j ACCEPT")
        case .drop: return IptablesText(" -j DROP")
        case .reject(.tcpReset): return IptablesText(" -j REJECT --reject-with tcp-reset")
        case .reject(.portUnreachable):
            return family == .v4
                ? IptablesText(" -j REJECT --reject-with icmp-port-unreachable")
                : IptablesText(" -j REJECT --reject-with icmp6-port-unreachable")
        case .jump(let name):
            var target = IptablesText(" -j ")
            target.append(chain: names[name])
            return target
        case .log(let prefix):
            var target = IptablesText(" -j LOG --log-level info --log-prefix \"")
            target.append(prefix)
            target.append("\"")
            return target
        }
    }

    /// The named ports, in groups that a rule can hold.
    func portGroups(_ set: ObjectName) -> [PortGroup] {
        PortGroup.groups(of: ports[set] ?? [])
    }

    /// The named addresses that `match` asks for, where they are of this family.
    func list(_ match: Ruleset.AddressMatch) -> AddressList? {
        switch (match, family) {
        case (.ipv4Networks(_, _, in: let name), .v4), (.ipv6Networks(_, _, in: let name), .v6): lists[name]
        default: nil
        }
    }

    /// Whether rules ask for `list` by its name.
    func isSet(_ list: AddressList) -> Bool {
        longLists == .sets && list.count > AddressList.longestInRules
    }
}
