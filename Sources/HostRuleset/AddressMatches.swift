import Policy

/// Addresses as rules match them: a rule for a block whose prefix has a length of its own, a rule and a named set for all
/// blocks of the same length.
///
/// Never a set of intervals: the kernel begins a transaction's new rules before it publishes what new sets of intervals hold
/// (`nf_tables_commit`), and drops in between what they should let in: about one packet a reload under a flood, on Linux 6.18.
/// Other sets are there with the rules.
struct AddressMatches {
    private let name: ObjectName
    private let comment: PlainText?
    private let v4: [PrefixGroup<UInt32>]
    private let v6: [PrefixGroup<UInt128>]

    /// The addresses `addresses`; `name` begins the names of sets, `comment` is for the rules.
    init(name: ObjectName, addresses: AddressSet, comment: PlainText?) {
        self.name = name
        self.comment = comment
        v4 = addresses.v4.prefixGroups
        v6 = addresses.v6.prefixGroups
    }

    var isEmpty: Bool { v4.isEmpty && v6.isEmpty }

    /// A set for each length of prefix that several blocks have.
    var sets: [Ruleset.NamedSet] {
        let v4Sets = v4.filter { $0.networks.count > 1 }.map { group in
            Ruleset.NamedSet(name: v4SetName(group.prefixLength), elements: .ipv4(group.networks))
        }
        let v6Sets = v6.filter { $0.networks.count > 1 }.map { group in
            Ruleset.NamedSet(name: v6SetName(group.prefixLength), elements: .ipv6(group.networks))
        }
        return v4Sets + v6Sets
    }

    /// A rule for each length of prefix: `statement` for packets from the addresses at input, or to them at output.
    func rules(at hook: Ruleset.BaseChain.Hook, then statement: Ruleset.Statement) -> [Ruleset.Rule] {
        let field: Ruleset.AddressField = hook == .input ? .source : .destination
        let matches = v4.map { match($0, field) } + v6.map { match($0, field) }
        return matches.map { match in
            var rule = Ruleset.Rule(.address(match), then: statement)
            rule.comment = comment
            return rule
        }
    }

    private func match(_ group: PrefixGroup<UInt32>, _ field: Ruleset.AddressField) -> Ruleset.AddressMatch {
        if group.prefixLength == 0 { return .anyIPv4 }
        if group.networks.count == 1 { return .ipv4(field, in: group.block(at: group.networks[0])) }
        return .ipv4Networks(field, prefixLength: group.prefixLength, in: v4SetName(group.prefixLength))
    }

    private func match(_ group: PrefixGroup<UInt128>, _ field: Ruleset.AddressField) -> Ruleset.AddressMatch {
        if group.prefixLength == 0 { return .anyIPv6 }
        if group.networks.count == 1 { return .ipv6(field, in: group.block(at: group.networks[0])) }
        return .ipv6Networks(field, prefixLength: group.prefixLength, in: v6SetName(group.prefixLength))
    }

    private func v4SetName(_ prefixLength: Int) -> ObjectName {
        name.appending("ipv4").appending(prefixLength)
    }

    private func v6SetName(_ prefixLength: Int) -> ObjectName {
        name.appending("ipv6").appending(prefixLength)
    }
}
