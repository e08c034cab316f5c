import CNetfilter

/// A question to nf_tables: one message.
struct Request {
    /// What is asked.
    let kind: MessageKind
    /// Of which family; all of them by default.
    var family: Family = .any
    /// Whether every object is asked for, or one.
    var isDump: Bool
    /// Whether the kernel gives no answer if there is nothing to tell.
    var mayStayUnanswered = false
    /// Which ones.
    var attributes = AttributeBuilder()

    /// Every object of a kind, or every one that the attributes describe.
    static func dump(
        _ kind: MessageKind,
        family: Family = .any,
        _ build: (inout AttributeBuilder) -> Void = { _ in }
    ) -> Request {
        var request = Request(kind: kind, family: family, isDump: true)
        build(&request.attributes)
        return request
    }

    /// The object that the attributes describe.
    static func get(
        _ kind: MessageKind,
        family: Family = .any,
        _ build: (inout AttributeBuilder) -> Void = { _ in }
    ) -> Request {
        var request = Request(kind: kind, family: family, isDump: false)
        build(&request.attributes)
        return request
    }

    /// The message, by whose number the answers are told from others.
    func bytes(sequence: UInt32) -> [UInt8] {
        Self.message(
            type: UInt16(truncatingIfNeeded: NFNL_SUBSYS_NFTABLES) << 8 | kind.rawValue,
            family: family,
            flags: NLM_F_REQUEST | (isDump ? NLM_F_DUMP : 0),
            sequence: sequence,
            resource: 0,
            attributes.bytes
        )
    }

    /// A message of nfnetlink: `struct nlmsghdr`, `struct nfgenmsg`, attributes.
    static func message(
        type: UInt16,
        family: Family,
        flags: Int32,
        sequence: UInt32,
        resource: UInt16,
        _ attributes: [UInt8]
    ) -> [UInt8] {
        var bytes = UInt32(MemoryLayout<nlmsghdr>.size + MemoryLayout<nfgenmsg>.size + attributes.count).hostBytes
        bytes += type.hostBytes
        bytes += UInt16(truncatingIfNeeded: flags).hostBytes
        bytes += sequence.hostBytes
        bytes += UInt32(0).hostBytes
        bytes += [family.rawValue, UInt8(NFNETLINK_V0)]
        bytes += resource.networkBytes
        return bytes + attributes
    }
}
