import Netfilter

/// The difference between the kernel's table and the one that a policy wants.
public struct Plan: Hashable, Sendable {
    /// Ports first, then addresses, then what else of the table differs; empty where nothing would change.
    public let changes: [PlannedChange]

    /// The plan of an apply that changes nothing.
    static let nothing = Plan(changes: [])

    init(changes: [PlannedChange]) {
        self.changes = changes
    }

    /// What has to change so that `live` becomes `wanted`.
    package init(from live: KernelTable?, to wanted: KernelTable) {
        guard let live else {
            let empty = KernelTable(table: wanted.table)
            changes =
                [PlannedChange(.add, "table \(wanted.table.name)", "it isn't loaded")]
                + Plan.accessChanges(empty, wanted)
            return
        }
        let found = Plan.accessChanges(live, wanted) + Plan.structureChanges(live, wanted)
        changes = found.isEmpty && live != wanted ? [Plan.unseenChange(live, wanted)] : found
    }

    /// What differs where nothing does that decides about a packet.
    private static func unseenChange(_ before: KernelTable, _ wanted: KernelTable) -> PlannedChange {
        PlannedChange(.change, before.table == wanted.table ? "the policy's digest" : "the table's comment")
    }

    /// Who reaches what.
    private static func accessChanges(_ before: KernelTable, _ wanted: KernelTable) -> [PlannedChange] {
        portChanges(before, wanted) + addressChanges(before, wanted)
    }
}
