import CNetfilter

/// What happens to the ruleset of the calling thread's network namespace from here on, whoever does it.
///
/// So who reads a table while others change theirs can tell that what was read belongs together.
///
/// nft: `monitor`.
public struct RulesetWatch: ~Copyable {
    private let channel: KernelChannel
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var changed: Set<TableName> = []
    /// The newest generation whose changes are all known.
    private var newest: Generation?
    private var hasLostEvents = false

    /// Room for what others change while a large table is read.
    private static let room = 8 << 20
    /// How long a transaction that has its generation may take to tell what it was about.
    private static let patience: Int32 = 2000

    /// Starts watching, which takes CAP_NET_ADMIN.
    public init() throws(NetfilterError) {
        let opened = try KernelChannel.open()
        opened.reserve(sending: 4096, receiving: Self.room)
        try opened.join(NFNLGRP_NFTABLES)
        channel = opened
    }

    /// Whether any transaction since the start, up to the one that made `generation`, may have been about `table`.
    ///
    /// True as well if that can't be told, since the kernel had no room for its events.
    public mutating func hasChanged(_ table: TableName, upTo generation: Generation) throws(NetfilterError) -> Bool {
        while true {
            try readEvents()
            if hasLostEvents || changed.contains(table) { return true }
            if let newest, newest.isReached(generation) { return false }
            guard channel.wait(milliseconds: Self.patience) else { return true }
        }
    }

    /// Reads what waits.
    private mutating func readEvents() throws(NetfilterError) {
        while !hasLostEvents {
            do throws(ErrorNumber) {
                let count = try channel.receive(into: &buffer)
                guard let messages = NetlinkMessage.split(buffer[..<count]) else { throw .messageTooLong }
                messages.forEach { note($0) }
            } catch {
                switch error {
                case .again: return
                case .interrupted: continue
                case .noBuffers, .messageTooLong: hasLostEvents = true
                default: throw .system(.recv, error)
                }
            }
        }
    }

    /// A transaction's generation comes behind all that it was about.
    private mutating func note(_ message: NetlinkMessage) {
        guard let kind = message.kind else { return }
        if kind == .newGeneration {
            newest = message.attributes.number(NFTA_GEN_ID).map(Generation.init) ?? newest
        } else {
            // Every object names its table in the attribute that a table has its own name in.
            changed.insert(message.table(NFTA_TABLE_NAME))
        }
    }
}

extension Generation {
    /// Whether this one is `other` or a later one.
    fileprivate func isReached(_ other: Generation) -> Bool {
        Int32(bitPattern: rawValue &- other.rawValue) >= 0
    }
}

extension NetlinkSocket {
    /// What `read` reads of `table` and of nothing else, as it was at one moment, however often others change their own tables.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - watch: Becomes what has watched it since the moment before, and goes on with that.
    ///   - read: Reads it, and is called again if somebody changed the table meanwhile.
    /// - Returns: The generation of the ruleset, and what `read` returned.
    /// - Throws: `interrupted` if the table changes again and again.
    public mutating func consistently<Value>(
        _ table: TableName,
        watching watch: inout RulesetWatch?,
        _ read: (inout NetlinkSocket, Generation) throws(NetfilterError) -> Value
    ) throws(NetfilterError) -> (Generation, Value) {
        for _ in 0..<Conversation<KernelChannel>.attempts {
            var events = try RulesetWatch()
            let before = try generation()
            let result = outcome { socket throws(NetfilterError) in try read(&socket, before) }
            let after = try generation()
            if after != before, try events.hasChanged(table, upTo: after) { continue }
            let value = try result.get()
            watch = consume events
            return (after, value)
        }
        throw .interrupted
    }

    /// What comes of `read`: also an error, which counts only if nobody changed what it has read.
    private mutating func outcome<Value>(
        _ read: (inout NetlinkSocket) throws(NetfilterError) -> Value
    ) -> Result<Value, NetfilterError> {
        conversation.keepsInterruptedElements = true
        defer { conversation.keepsInterruptedElements = false }
        do throws(NetfilterError) {
            return .success(try read(&self))
        } catch {
            return .failure(error)
        }
    }
}
