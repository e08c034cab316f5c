import Netfilter

extension Enforcer {
    /// Sends the batch that `makeBatch` plans on what `found` is, in one transaction.
    ///
    /// Where only others' rules were changed since, it is planned anew on that.
    ///
    /// - Returns: The kernel's rules after it.
    /// - Throws: `ApplyError.changedMeanwhile` where our table isn't the same any more; `NetfilterError`.
    static func commit(
        over found: LiveTable,
        _ socket: inout NetlinkSocket,
        _ makeBatch: (LiveTable) throws(NetfilterError) -> Batch
    ) throws -> KernelMark {
        var live = found
        for _ in 0..<attempts {
            do {
                let generation = try socket.commit(makeBatch(live), plannedOn: live.generation)
                return try KernelMark(generation: generation.rawValue)
            } catch NetfilterError.generationChanged {
                live = try LiveTable(table, from: &socket)
                guard live.table == found.table else { throw ApplyError.changedMeanwhile }
            }
        }
        throw NetfilterError.generationChanged
    }
}
