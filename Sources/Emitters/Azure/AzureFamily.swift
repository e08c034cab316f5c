import Policy

/// Whose addresses a rule has: Azure refuses both families in one rule, except as `*`.
enum AzureFamily: String {
    case any
    case v4
    case v6
}

extension AddressSet {
    /// The prefixes of the rules that it takes, by family.
    var azurePrefixes: [(family: AzureFamily, prefixes: [String])] {
        if v4.isEverything, v6.isEverything { return [(.any, ["*"])] }
        return [(.v4, v4Blocks), (.v6, v6Blocks)].compactMap { family, blocks in
            blocks.isEmpty ? nil : (family, blocks.map(\.descriptionWithLength))
        }
    }
}
