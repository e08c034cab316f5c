import HostRuleset

/// The names of a ruleset's chains in iptables: `from_clients` is `CARBONWALL-FROM-CLIENTS`.
struct ChainNames {
    /// What every name begins with.
    static let prefix = "CARBONWALL-"
    /// The longest name that iptables takes, in bytes (XT_EXTENSION_MAXNAMELEN - 1).
    static let longest = 28

    private var names: [ObjectName: String] = [:]

    /// Names for all chains of `ruleset`; those that are cut to the same get a number.
    init(_ ruleset: Ruleset) {
        var taken: Set<String> = []
        for chain in ruleset.chains {
            let wanted = Self.prefix + chain.name.description.uppercased().replacing("_", with: "-")
            var name = String(wanted.prefix(Self.longest))
            var number = 2
            while !taken.insert(name).inserted {
                let suffix = "-\(number)"
                name = wanted.prefix(Self.longest - suffix.utf8.count) + suffix
                number += 1
            }
            names[chain.name] = name
        }
    }

    /// The name of `chain`, one of the ruleset's.
    subscript(_ chain: ObjectName) -> String { names[chain, default: Self.prefix] }
}
