extension Batch {
    /// The batch as bytes, to be kept, or handed to another process on the same machine.
    ///
    /// They are its netlink messages, in this machine's byte order.
    public var serialized: [UInt8] { pages.bytes }

    /// The batch that `bytes` were made of.
    ///
    /// - Throws: `malformedBatch` where they aren't whole messages that change nf_tables.
    public init(serialized bytes: [UInt8]) throws(NetfilterError) {
        guard let messages = NetlinkMessage.split(bytes[...]) else { throw .malformedBatch }
        try self.init(MessagePages.copying(messages), setCount: messages.count { $0.kind == .newSet })
    }
}

extension MessagePages {
    /// The messages, in their order.
    fileprivate static func copying(_ messages: [NetlinkMessage]) throws(NetfilterError) -> MessagePages {
        var pages = try MessagePages()
        for message in messages { try pages.append(copyOf: message) }
        return pages
    }

    /// Adds the same message, with the next number.
    mutating func append(copyOf message: NetlinkMessage) throws(NetfilterError) {
        guard let kind = message.kind, kind.isChange, message.isWhole, message.length <= Self.longestMessage else {
            throw .malformedBatch
        }
        let flags = Int32(message.flags)
        try append(kind, family: message.family, flags: flags, atMost: message.length) { $0.put(message.attributes) }
    }
}
