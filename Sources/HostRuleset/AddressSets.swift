import Policy

/// Addresses as named sets hold them, one for each family that has any.
struct AddressSets {
    /// What the sets are called, without `_ipv4` and `_ipv6`.
    let name: ObjectName
    let addresses: AddressSet
    let comment: PlainText?

    var isEmpty: Bool { addresses.isEmpty }

    /// The sets that have elements.
    var sets: [Ruleset.NamedSet] {
        var sets: [Ruleset.NamedSet] = []
        if !addresses.v4.isEmpty {
            sets.append(Ruleset.NamedSet(name: name.appending("ipv4"), comment: comment, elements: .ipv4(addresses.v4)))
        }
        if !addresses.v6.isEmpty {
            sets.append(Ruleset.NamedSet(name: name.appending("ipv6"), comment: comment, elements: .ipv6(addresses.v6)))
        }
        return sets
    }

    /// A rule for each of the sets: `statement` for packets from its addresses at input, or to them at output.
    func rules(at hook: Ruleset.BaseChain.Hook, then statement: Ruleset.Statement) -> [Ruleset.Rule] {
        var rules: [Ruleset.Rule] = []
        if !addresses.v4.isEmpty {
            let field: Ruleset.AddressField = hook == .input ? .ipv4Source : .ipv4Destination
            rules.append(Ruleset.Rule(.address(field, in: name.appending("ipv4")), then: statement))
        }
        if !addresses.v6.isEmpty {
            let field: Ruleset.AddressField = hook == .input ? .ipv6Source : .ipv6Destination
            rules.append(Ruleset.Rule(.address(field, in: name.appending("ipv6")), then: statement))
        }
        return rules
    }
}
