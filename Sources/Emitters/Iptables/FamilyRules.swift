import HostRuleset
import Policy

/// A ruleset's rules for one family, as lines for iptables-restore.
///
/// Each rule of the ruleset becomes none, where it is about the other family only, or one or more: iptables has no lists of ICMP
/// types, interfaces or addresses, and at most 15 ports in a rule.
struct FamilyRules {
    /// How addresses are matched that share the length of their prefix.
    enum LongLists {
        /// By sets, which the script fills or takes apart.
        case sets
        /// Each by a rule of its own.
        case rules
    }

    /// A table of iptables, with what of it is ours.
    struct Table {
        /// `mangle` or `filter`.
        let name: StaticString
        /// The built-in chains that call ours.
        let builtIn: [StaticString]
        /// The chains that packets of the family can get to, in the order of the ruleset.
        var chains: [Chain] = []
        /// The calls: a built-in chain, and one of ours.
        var calls: [(from: StaticString, to: String)] = []
    }

    /// A chain and its lines, comments among them.
    struct Chain {
        let name: String
        var lines: [IptablesText] = []
    }

    /// The tables in which there is something: at most `mangle` and `filter`.
    private(set) var tables: [Table] = []
    /// The sets that the lines name, each once.
    private(set) var sets: [AddressList] = []

    /// The rules of `ruleset`; the first of each called chain says `digest`.
    init(_ ruleset: Ruleset, digest: PlainText, family: AddressFamily, longLists: LongLists) {
        let translation = RuleTranslation(ruleset, family: family, longLists: longLists)
        let rules = Self.reachedRules(of: ruleset, by: translation)
        var filter = Table(name: "filter", builtIn: ["INPUT", "FORWARD", "OUTPUT"])
        for chain in ruleset.chains {
            guard let lines = rules[chain.name] else { continue }
            let name = translation.names[chain.name]
            let mark = chain.base.map { _ in [Self.mark(name, digest)] } ?? []
            filter.chains.append(Chain(name: name, lines: mark + lines))
            if let base = chain.base { filter.calls.append((base.hook == .input ? "INPUT" : "OUTPUT", name)) }
        }
        tables = [translation.sourceChecks(in: ruleset), filter].compactMap(\.self)
        sets = translation.usedSets(in: ruleset.chains.filter { rules[$0.name] != nil })
    }

    /// The lines of the base chains and of those that their rules lead to in this family.
    private static func reachedRules(
        of ruleset: Ruleset,
        by translation: RuleTranslation
    ) -> [ObjectName: [IptablesText]] {
        var reached: [ObjectName: [IptablesText]] = [:]
        var waiting = ruleset.chains.filter { $0.base != nil }
        while let chain = waiting.popLast() {
            guard reached[chain.name] == nil else { continue }
            let rules = chain.rules.map { (rule: $0, lines: translation.lines($0, in: chain)) }
            reached[chain.name] = rules.flatMap(\.lines)
            let jumps = rules.filter { !$0.lines.isEmpty }.flatMap(\.rule.jumps)
            waiting += ruleset.chains.filter { jumps.contains($0.name) }
        }
        return reached
    }

    /// A rule that does nothing but say which policy this is.
    private static func mark(_ chain: String, _ digest: PlainText) -> IptablesText {
        var line = IptablesText("-A ")
        line.append(chain: chain)
        line.append(comment: digest)
        return line
    }
}

extension Ruleset.Rule {
    fileprivate var jumps: [ObjectName] {
        statements.compactMap { if case .jump(let chain) = $0 { chain } else { nil } }
    }
}
