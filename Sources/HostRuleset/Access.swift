/// Ports that are open between this host and some addresses: an audience's, a guard's or an egress group's.
struct Access {
    /// The chain that accepts the ports.
    let chain: ObjectName
    let addresses: AddressMatches
    let ports: PortMatches

    /// Whether nothing can come of it.
    var isEmpty: Bool { addresses.isEmpty || ports.isEmpty }

    /// Jumps to the chain, by the addresses of both families.
    func jumps(at hook: Ruleset.BaseChain.Hook) -> [Ruleset.Rule] {
        addresses.rules(at: hook, then: .jump(chain))
    }
}

extension Ruleset {
    /// Adds the sets and the chains of `accesses`; those that share their addresses share the addresses' sets.
    mutating func add(_ accesses: [Access]) {
        for access in accesses {
            for set in access.addresses.sets + access.ports.sets where !sets.contains(where: { $0.name == set.name }) {
                sets.append(set)
            }
            chains.append(Chain(name: access.chain, rules: access.ports.rules(then: .accept)))
        }
    }
}
