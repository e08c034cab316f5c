import Netfilter

/// Restores a ruleset for the watchdog and for boot, whatever the kernel has; what is counted there goes on.
package struct KernelRestorer: Restorer {
    /// How often is tried again at once where others change rules at the same time.
    private static let attempts = 100

    /// nil without /proc: the rules come back all the same, and are told later by what they are.
    private let place = try? KernelPlace.current()

    /// The restorer for the calling thread's network namespace.
    package init() {}

    /// Makes `ruleset` the kernel's, in one transaction.
    package func restore(_ ruleset: PreviousRuleset) throws -> KernelMark? {
        switch ruleset {
        case .none: try commit(Batch.removing(Enforcer.table))
        case .batch(let bytes): try commit(Batch(serialized: bytes))
        }
    }

    private func commit(_ stored: consuming Batch) throws -> KernelMark? {
        var socket = try NetlinkSocket()
        let batch = Self.continuing(stored, &socket)
        for _ in 0..<Self.attempts {
            do {
                let generation = try socket.commit(batch, plannedOn: socket.generation())
                return mark(of: generation)
            } catch NetfilterError.generationChanged {
                continue
            } catch NetfilterError.refused(let refusals) {
                if let owner = TableOwner(of: try? socket.table(Enforcer.table)) { throw ApplyError.owned(owner) }
                throw NetfilterError.refused(refusals)
            }
        }
        throw NetfilterError.generationChanged
    }

    private func mark(of generation: Generation) -> KernelMark? {
        place.map { KernelMark(generation: generation.rawValue, at: $0) }
    }

    /// `stored`, with counters that go on; as it is where those can't be had, since the way back mustn't depend on them.
    private static func continuing(_ stored: consuming Batch, _ socket: inout NetlinkSocket) -> Batch {
        let contents = (try? socket.contents(of: Enforcer.table) { $0.set.isCounting }) ?? nil
        guard let contents, let continuing = try? stored.continuing(contents) else { return stored }
        return continuing
    }
}
