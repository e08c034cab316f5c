import HostRuleset
import Policy

/// The text of a ruleset for `nft -f` while it grows.
struct NftablesText: RulesetText {
    var bytes: [UInt8] = []

    mutating func append(_ name: ObjectName) {
        bytes.append(contentsOf: name.description.utf8)
    }

    /// `{ a, b }`, or `a` alone.
    mutating func append<Item>(list items: [Item], appendItem: (inout NftablesText, Item) -> Void) {
        if items.count > 1 { append("{ ") }
        appendItems(items, appendItem: appendItem)
        if items.count > 1 { append(" }") }
    }
}
