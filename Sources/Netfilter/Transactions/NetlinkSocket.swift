/// A connection to nf_tables of the network namespace that the calling thread is in when it is opened.
///
/// Nothing waits: a call returns when the kernel has done its work, or fails. Closing a netfilter socket after a deletion would wait
/// for the kernel's grace period, ten milliseconds and more: at the end of its life the kernel does that (since Linux 6.9).
public struct NetlinkSocket: ~Copyable {
    var conversation: Conversation<KernelChannel>

    /// Opens it, which takes no privilege; what it is used for does.
    public init() throws(NetfilterError) {
        conversation = Conversation(try KernelChannel.open())
    }

    /// Which state the ruleset is in.
    public mutating func generation() throws(NetfilterError) -> Generation {
        try conversation.generation()
    }

    /// Makes all changes of `batch` at once, or none of them.
    ///
    /// An empty batch is no change.
    public mutating func commit(_ batch: borrowing Batch) throws(NetfilterError) {
        try conversation.commit(batch, plannedOn: nil)
    }

    /// The same, provided that the ruleset is still the one of `generation`.
    ///
    /// - Returns: The generation that it leaves.
    /// - Throws: `generationChanged` where anyone changed the ruleset since.
    @discardableResult
    public mutating func commit(
        _ batch: borrowing Batch,
        plannedOn generation: Generation
    ) throws(NetfilterError) -> Generation {
        try conversation.commit(batch, plannedOn: generation)
        return batch.isEmpty ? generation : generation.next
    }

    /// Asks the kernel whether it would take `batch`, and changes nothing.
    ///
    /// nft: `nft --check`.
    public mutating func check(_ batch: borrowing Batch) throws(NetfilterError) {
        try conversation.check(batch)
    }
}
