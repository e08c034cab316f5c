import Policy

/// Those whom one of Azure's rules is about, and what distinguishes the rule from others for the same port.
///
/// Azure refuses both families in one rule, except as `*`. A rule that allows names one application security group.
struct AzurePeers {
    /// Empty for everybody, `v4`, `v6`, or the group's name.
    let label: String
    let endpoint: AzureEndpoint
}

extension CloudPeers {
    /// The peers of the rules that it takes, in the order of IPv4, IPv6, groups; `name` is what a group is called.
    func azurePeers(_ name: (CloudGroup) -> String) -> [AzurePeers] {
        addresses.azurePeers + groups.map(name).map { AzurePeers(label: $0, endpoint: .group($0)) }
    }
}

extension AddressSet {
    fileprivate var azurePeers: [AzurePeers] {
        if v4.isEverything, v6.isEverything { return [AzurePeers(label: "", endpoint: .everything)] }
        return [("v4", v4Blocks), ("v6", v6Blocks)].compactMap { label, blocks in
            blocks.isEmpty
                ? nil : AzurePeers(label: label, endpoint: .prefixes(blocks.map(\.descriptionWithLength)))
        }
    }
}
