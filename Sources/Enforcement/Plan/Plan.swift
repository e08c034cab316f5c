import Netfilter

/// The difference between the kernel's table and the one that a policy wants.
public struct Plan: Hashable, Sendable {
    /// Ports first, then addresses, then what else of the table differs; empty where nothing would change.
    public let changes: [PlannedChange]

    /// What has to change so that `live` becomes `wanted`.
    package init(from live: KernelTable?, to wanted: KernelTable) {
        let before = live ?? KernelTable(table: wanted.table)
        guard before != wanted || live == nil else {
            changes = []
            return
        }
        let places = AccessPlaces(before).union(AccessPlaces(wanted))
        let found =
            Plan.portChanges(before, wanted) + Plan.addressChanges(before, wanted, places)
            + Plan.structureChanges(before, wanted, places)
        let table = live == nil ? [PlannedChange(.add, "table \(wanted.table.name)", "it isn't loaded")] : []
        changes = table + (found.isEmpty && live != nil ? [PlannedChange(.change, "the table's comment")] : found)
    }
}
