import Policy

/// Those whom one of Azure's rules is about, and what distinguishes the rule from others for the same port.
///
/// Azure refuses both families in one rule, except as `*`: everybody is 0.0.0.0/0 and ::/0 here, so that a rule keeps its name and
/// its priority whoever it lets in. A rule that allows names one application security group.
struct AzurePeers {
    /// `v4`, `v6`, or the group's name.
    let label: String
    let endpoint: AzureEndpoint
}

extension AddressSet {
    /// The peers of the rules that it takes, in the order of IPv4, IPv6.
    var azurePeers: [AzurePeers] {
        [("v4", v4Blocks), ("v6", v6Blocks)].compactMap { label, blocks in
            blocks.isEmpty
                ? nil : AzurePeers(label: label, endpoint: .prefixes(blocks.map(\.descriptionWithLength)))
        }
    }
}
