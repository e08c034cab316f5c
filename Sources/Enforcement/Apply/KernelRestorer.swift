import Netfilter

/// Restores a ruleset for the watchdog, whatever the kernel has.
package struct KernelRestorer: Restorer {
    /// How often is tried again at once where others change rules at the same time.
    private static let attempts = 100

    /// The restorer for the calling thread's network namespace.
    package init() {}

    /// Makes `ruleset` the kernel's, in one transaction.
    package func restore(_ ruleset: PreviousRuleset) throws -> KernelMark {
        switch ruleset {
        case .none: try commit(Batch.removing(Enforcer.table))
        case .batch(let bytes): try commit(Batch(serialized: bytes))
        }
    }

    private func commit(_ batch: consuming Batch) throws -> KernelMark {
        var socket = try NetlinkSocket()
        for _ in 0..<Self.attempts {
            do {
                let generation = try socket.commit(batch, plannedOn: socket.generation())
                return try KernelMark(generation: generation.rawValue)
            } catch NetfilterError.generationChanged {
                continue
            }
        }
        throw NetfilterError.generationChanged
    }
}
