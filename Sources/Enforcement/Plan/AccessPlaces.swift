import Netfilter

/// The chains that are reached by an address: `from_admins`, `guard`, `to_cp`; what jumps to them says whose addresses count.
struct AccessPlaces {
    let chains: Set<String>

    private init(_ chains: Set<String>) {
        self.chains = chains
    }

    init(_ table: KernelTable) {
        let names = table.chains.map(\.name.name)
        chains = Set(names.filter { $0.hasPrefix("from_") || $0.hasPrefix("to_") || $0.hasPrefix("guard") })
    }

    func union(_ other: AccessPlaces) -> AccessPlaces {
        AccessPlaces(chains.union(other.chains))
    }

    /// The chain of ours that `rule` only jumps to by an address; nil for any other rule.
    func target(of rule: Rule) -> String? {
        guard case .verdict(.jump(let chain))? = rule.expressions.last, chains.contains(chain) else { return nil }
        return AddressMatcher(rule.expressions.dropLast()) == nil ? nil : chain
    }
}

extension String {
    /// Whose addresses decide who gets to the chain of this name.
    var whose: String {
        for prefix in ["from_", "to_"] where hasPrefix(prefix) { return String(dropFirst(prefix.count)) }
        return self
    }
}
