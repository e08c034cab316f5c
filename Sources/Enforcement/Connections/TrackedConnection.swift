import CLinux
import Glibc
import Policy
import SystemPackage

/// A connection that the kernel tracks, or an exchange of datagrams (ctnetlink, linux/netfilter/nfnetlink_conntrack.h).
struct TrackedConnection: Hashable {
    /// An end: its address and port.
    typealias End = TCPSocket.End

    let transport: Transport
    /// Who opened it.
    let source: End
    /// Whom it was opened to, as its first packet said.
    let target: End
    /// Who answers, behind any translation of addresses: what an input hook sees as the packets' destination.
    let answerer: End
    /// Whether rules take its packets for those of an established connection.
    let goesOn: Bool
    /// The attributes that tell it from every other.
    fileprivate let identity: [Int: [UInt8]]
}

extension TrackedConnection {
    /// Reads a message; nil for other protocols than TCP and UDP.
    init?(_ message: ArraySlice<UInt8>) {
        let attributes = NetlinkAttributes(message.dropFirst(MemoryLayout<nfgenmsg>.size))
        let (original, reply) = (
            attributes.nested(Int(CTA_TUPLE_ORIG.rawValue)), attributes.nested(Int(CTA_TUPLE_REPLY.rawValue))
        )
        guard let number = original.nested(Int(CTA_TUPLE_PROTO.rawValue))[Int(CTA_PROTO_NUM.rawValue)]?.first,
            let transport = Transport.allCases.first(where: { $0.protocolNumber == number }),
            let source = original.end(isSource: true), let target = original.end(isSource: false),
            let answerer = reply.end(isSource: true), let status: UInt32 = attributes.number(Int(CTA_STATUS.rawValue))
        else { return nil }
        (self.transport, self.source, self.target, self.answerer) = (transport, source, target, answerer)
        let state = attributes.nested(Int(CTA_PROTOINFO.rawValue)).nested(Int(CTA_PROTOINFO_TCP.rawValue))[
            Int(CTA_PROTOINFO_TCP_STATE.rawValue)
        ]?.first
        let isOpen = state.map { Self.openStates ~= $0 } ?? true
        goesOn = isOpen && UInt32(bigEndian: status) & UInt32(IPS_SEEN_REPLY.rawValue) != 0
        let keys = [Int(CTA_TUPLE_ORIG.rawValue), Int(CTA_ID.rawValue), Int(CTA_ZONE.rawValue)]
        identity = Dictionary(uniqueKeysWithValues: keys.compactMap { key in attributes[key].map { (key, Array($0)) } })
    }

    /// TCP_CONNTRACK_ESTABLISHED to TCP_CONNTRACK_CLOSE_WAIT: neither opening nor over.
    private static let openStates: ClosedRange<UInt8> = 3...5
}

extension NetlinkAttributes {
    /// An end of a connection's tuple.
    fileprivate func end(isSource: Bool) -> TCPSocket.End? {
        let (ip, ports) = (nested(Int(CTA_TUPLE_IP.rawValue)), nested(Int(CTA_TUPLE_PROTO.rawValue)))
        let address =
            ip[isSource ? Int(CTA_IP_V4_SRC.rawValue) : Int(CTA_IP_V4_DST.rawValue)]
            ?? ip[isSource ? Int(CTA_IP_V6_SRC.rawValue) : Int(CTA_IP_V6_DST.rawValue)]
        let port: UInt16? = ports.number(isSource ? Int(CTA_PROTO_SRC_PORT.rawValue) : Int(CTA_PROTO_DST_PORT.rawValue))
        guard let address = address.flatMap({ IPAddress(networkBytes: $0) }), let port else { return nil }
        return TCPSocket.End(address: address, port: UInt16(bigEndian: port))
    }
}

/// The kernel's table of connections, of the calling thread's network namespace.
struct TrackingTable: ~Copyable {
    private let netlink: NetlinkConnection

    /// - Throws: errno.
    init() throws(Errno) {
        netlink = try NetlinkConnection(NETLINK_NETFILTER)
    }

    /// Every TCP connection and UDP exchange.
    ///
    /// - Throws: errno, if the kernel has no ctnetlink.
    borrowing func connections() throws(Errno) -> [TrackedConnection] {
        var found: [TrackedConnection] = []
        try netlink.send(Self.request(IPCTNL_MSG_CT_GET, flags: NLM_F_DUMP)) { _, message throws(Errno) in
            if let connection = TrackedConnection(message) { found.append(connection) }
        }
        return found
    }

    /// Forgets `connection`: its next packet is the first of a new one.
    ///
    /// - Throws: errno; not if it is gone already.
    borrowing func delete(_ connection: TrackedConnection) throws(Errno) {
        var request = Self.request(IPCTNL_MSG_CT_DELETE, flags: NLM_F_ACK, of: connection.source.address)
        for (key, value) in connection.identity.sorted(by: { $0.key < $1.key }) {
            request.append(key == Int(CTA_TUPLE_ORIG.rawValue) ? key | Int(NLA_F_NESTED) : key, value)
        }
        do {
            try netlink.send(request)
        } catch .noSuchFileOrDirectory {}
    }

    /// Makes the connection from `source` to `target`, which is established, known as such, unless it is known.
    ///
    /// Windows are taken from the next packets, as after a take-over by conntrackd.
    ///
    /// - Throws: errno.
    borrowing func add(_ transport: Transport, from source: TCPSocket.End, to target: TCPSocket.End) throws(Errno) {
        var request = Self.request(IPCTNL_MSG_CT_NEW, flags: NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, of: source.address)
        request.append(Int(CTA_TUPLE_ORIG.rawValue)) { $0.append(transport, from: source, to: target) }
        request.append(Int(CTA_TUPLE_REPLY.rawValue)) { $0.append(transport, from: target, to: source) }
        let status = IPS_CONFIRMED.rawValue | IPS_ASSURED.rawValue | IPS_SEEN_REPLY.rawValue
        request.append(Int(CTA_STATUS.rawValue), UInt32(status).bigEndian.hostBytes)
        // Five days, or two minutes: the kernel's own, until the next packet sets what this host has set.
        request.append(Int(CTA_TIMEOUT.rawValue), UInt32(transport == .tcp ? 432_000 : 120).bigEndian.hostBytes)
        if transport == .tcp {
            let flags = UInt8(IP_CT_TCP_FLAG_BE_LIBERAL)
            request.append(Int(CTA_PROTOINFO.rawValue)) { request in
                request.append(Int(CTA_PROTOINFO_TCP.rawValue)) { request in
                    request.append(Int(CTA_PROTOINFO_TCP_STATE.rawValue), [3])
                    request.append(Int(CTA_PROTOINFO_TCP_FLAGS_ORIGINAL.rawValue), [flags, flags])
                    request.append(Int(CTA_PROTOINFO_TCP_FLAGS_REPLY.rawValue), [flags, flags])
                }
            }
        }
        do {
            try netlink.send(request)
        } catch .fileExists {}
    }

    private static func request(
        _ message: cntl_msg_types,
        flags: Int32,
        of address: IPAddress? = nil
    ) -> NetlinkRequest {
        var body = nfgenmsg()
        switch address {
        case .v4?: body.nfgen_family = UInt8(AF_INET)
        case .v6?: body.nfgen_family = UInt8(AF_INET6)
        case nil: body.nfgen_family = UInt8(AF_UNSPEC)
        }
        return NetlinkRequest(Int(NFNL_SUBSYS_CTNETLINK) << 8 | Int(message.rawValue), flags: flags, body)
    }
}

extension NetlinkRequest {
    /// Adds the two attributes of a connection's tuple.
    fileprivate mutating func append(_ transport: Transport, from source: TCPSocket.End, to target: TCPSocket.End) {
        append(Int(CTA_TUPLE_IP.rawValue)) { request in
            let isIPv4 = if case .v4 = source.address { true } else { false }
            request.append(
                isIPv4 ? Int(CTA_IP_V4_SRC.rawValue) : Int(CTA_IP_V6_SRC.rawValue),
                source.address.networkBytes
            )
            request.append(
                isIPv4 ? Int(CTA_IP_V4_DST.rawValue) : Int(CTA_IP_V6_DST.rawValue),
                target.address.networkBytes
            )
        }
        append(Int(CTA_TUPLE_PROTO.rawValue)) { request in
            request.append(Int(CTA_PROTO_NUM.rawValue), [transport.protocolNumber])
            request.append(Int(CTA_PROTO_SRC_PORT.rawValue), source.port.bigEndian.hostBytes)
            request.append(Int(CTA_PROTO_DST_PORT.rawValue), target.port.bigEndian.hostBytes)
        }
    }
}
