import CNetfilter

/// A message that was read: one from the kernel, or one of a batch.
struct NetlinkMessage {
    /// What it says: an NFT_MSG_… of nf_tables, or one of netlink's own.
    let type: UInt16
    let flags: UInt16
    /// The number of the message that it answers, or its own in a batch.
    let sequence: UInt32
    /// What follows the header.
    let content: ArraySlice<UInt8>

    /// Bytes, those of the header included.
    var length: Int { Self.headerLength + content.count }

    /// Netlink's header.
    static let headerLength = MemoryLayout<nlmsghdr>.size

    /// The messages in `bytes`; nil where these don't make whole ones.
    static func split(_ bytes: ArraySlice<UInt8>) -> [NetlinkMessage]? {
        var messages: [NetlinkMessage] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let length = UInt32(hostBytes: rest.prefix(4)), length >= headerLength, length <= rest.count else {
                return nil
            }
            let message = rest.prefix(Int(length))
            guard let type = UInt16(hostBytes: message.dropFirst(4).prefix(2)),
                let flags = UInt16(hostBytes: message.dropFirst(6).prefix(2)),
                let sequence = UInt32(hostBytes: message.dropFirst(8).prefix(4))
            else { return nil }
            let content = message.dropFirst(headerLength)
            messages.append(NetlinkMessage(type: type, flags: flags, sequence: sequence, content: content))
            rest = rest.dropFirst((Int(length) + 3) & ~3)
        }
        return messages
    }

    /// What nf_tables is told or tells; nil where it is a message of netlink's own.
    var kind: MessageKind? {
        guard type >> 8 == UInt16(truncatingIfNeeded: NFNL_SUBSYS_NFTABLES) else { return nil }
        return MessageKind(rawValue: type & 0xff)
    }

    /// Whether it has nfnetlink's header, and ends where the next one may start.
    var isWhole: Bool { content.count >= MemoryLayout<nfgenmsg>.size && content.count.isMultiple(of: 4) }

    /// The family that it is about.
    var family: Family { Family(rawValue: content.first ?? Family.any.rawValue) }

    /// What stands behind nfnetlink's header.
    var attributes: Attributes { Attributes(content.dropFirst(MemoryLayout<nfgenmsg>.size)) }

    /// Whether it is the last one of a dump.
    var isEnd: Bool { type == UInt16(truncatingIfNeeded: NLMSG_DONE) }

    /// Whether the ruleset changed during the dump that it is part of.
    var isInterrupted: Bool { flags & UInt16(truncatingIfNeeded: NLM_F_DUMP_INTR) != 0 }

    /// An error, or an acknowledgement, which is the error 0; nil where it is neither.
    ///
    /// Without the message that it answers (NETLINK_CAP_ACK) the attributes follow the header of that message.
    var acknowledgement: Acknowledgement? {
        guard type == UInt16(truncatingIfNeeded: NLMSG_ERROR), let code = Int32(hostBytes: content.prefix(4)) else {
            return nil
        }
        let attributes = Attributes(content.dropFirst(MemoryLayout<nlmsgerr>.size))
        let offset = attributes.content(NLMSGERR_ATTR_OFFS).flatMap { UInt32(hostBytes: $0) }
        return Acknowledgement(sequence: sequence, error: ErrorNumber(rawValue: -code), offset: offset.map(Int.init))
    }
}

/// What the kernel says of a message of ours.
struct Acknowledgement: Hashable {
    /// The message.
    let sequence: UInt32
    /// What is wrong with it; 0 for nothing.
    let error: ErrorNumber
    /// Where in the message the attribute starts that is wrong.
    let offset: Int?

    var isSuccess: Bool { error.rawValue == 0 }
}
