import CNetfilter

/// What `meta` loads: something about a packet that isn't in it.
public struct MetaKey: RawRepresentable, Hashable, Sendable {
    /// The kernel's number (NFT_META_…).
    public let rawValue: UInt32

    /// The key with the kernel's number `rawValue`.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    private init(_ key: nft_meta_keys) {
        rawValue = UInt32(key.rawValue)
    }

    /// `meta protocol`: the EtherType, two bytes in network order.
    public static let etherType = MetaKey(NFT_META_PROTOCOL)
    /// `meta mark`, four bytes in host order.
    public static let mark = MetaKey(NFT_META_MARK)
    /// `iif`: the number of the interface that it came in by, four bytes in host order.
    public static let inputInterfaceIndex = MetaKey(NFT_META_IIF)
    /// `oif`: the number of the interface that it leaves by, four bytes in host order.
    public static let outputInterfaceIndex = MetaKey(NFT_META_OIF)
    /// `iifname`: 16 bytes, zeros behind the name.
    public static let inputInterfaceName = MetaKey(NFT_META_IIFNAME)
    /// `oifname`: 16 bytes, zeros behind the name.
    public static let outputInterfaceName = MetaKey(NFT_META_OIFNAME)
    /// `meta nfproto`: the family of the packet, one byte.
    public static let nfProtocol = MetaKey(NFT_META_NFPROTO)
    /// `meta pkttype`: whether it was sent to this host (0), to all or to a group, one byte.
    public static let packetType = MetaKey(NFT_META_PKTTYPE)
    /// `meta l4proto`: the transport protocol behind all extension headers, one byte.
    public static let l4Protocol = MetaKey(NFT_META_L4PROTO)
}

/// What `payload` loads: bytes of a packet.
public struct Payload: Hashable, Sendable {
    /// The header that the offset counts from.
    public var header: Header
    /// Bytes from the start of the header.
    public var offset: Int
    /// How many bytes.
    public var length: Int

    /// `length` bytes at `offset` in `header`.
    public init(_ header: Header, offset: Int, length: Int) {
        self.header = header
        self.offset = offset
        self.length = length
    }

    /// A header of a packet.
    public struct Header: RawRepresentable, Hashable, Sendable {
        /// The kernel's number (NFT_PAYLOAD_…).
        public let rawValue: UInt32

        /// The header with the kernel's number `rawValue`.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        private init(_ base: nft_payload_bases) {
            rawValue = UInt32(base.rawValue)
        }

        /// Ethernet.
        public static let link = Header(NFT_PAYLOAD_LL_HEADER)
        /// IPv4 or IPv6.
        public static let network = Header(NFT_PAYLOAD_NETWORK_HEADER)
        /// TCP, UDP, ICMP and their like.
        public static let transport = Header(NFT_PAYLOAD_TRANSPORT_HEADER)
    }
}

/// What `ct` loads: something about the connection of a packet.
public struct ConntrackKey: RawRepresentable, Hashable, Sendable {
    /// The kernel's number (NFT_CT_…).
    public let rawValue: UInt32

    /// The key with the kernel's number `rawValue`.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    private init(_ key: nft_ct_keys) {
        rawValue = UInt32(key.rawValue)
    }

    /// `ct state`: a bit mask, four bytes in host order.
    public static let state = ConntrackKey(NFT_CT_STATE)
    /// `ct mark`, four bytes in host order.
    public static let mark = ConntrackKey(NFT_CT_MARK)
    /// `ct status`: a bit mask, four bytes in host order; none is set for a new connection that nothing translates.
    public static let status = ConntrackKey(NFT_CT_STATUS)
    /// `ct direction`: 0 for a packet from whoever opened the connection, one byte.
    public static let direction = ConntrackKey(NFT_CT_DIRECTION)
}

/// The states of connection tracking, as the bits that `ct state` loads.
public struct ConnectionState: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// The states with these bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    private init(_ state: ip_conntrack_info) {
        rawValue = 1 << (state.rawValue % IP_CT_IS_REPLY.rawValue + 1)
    }

    /// `invalid`: of no connection, and no way to open one.
    public static let invalid = ConnectionState(rawValue: 1)
    /// `established`: of a connection that has seen both directions.
    public static let established = ConnectionState(IP_CT_ESTABLISHED)
    /// `related`: opens a connection that another one announced, or is an error about one.
    public static let related = ConnectionState(IP_CT_RELATED)
    /// `new`: opens a connection.
    public static let new = ConnectionState(IP_CT_NEW)
    /// `untracked`: connection tracking was told to look away.
    public static let untracked = ConnectionState(rawValue: 1 << 6)
}

/// What `fib` asks of the routing table.
public struct RouteQuery: Hashable, Sendable {
    /// What it answers (NFT_FIB_RESULT_…).
    public var result: UInt32
    /// What it asks with (NFTA_FIB_F_…).
    public var flags: UInt32

    /// The query with the kernel's numbers.
    public init(result: UInt32, flags: UInt32) {
        self.result = result
        self.flags = flags
    }

    /// Whether it asks for the way back to the source: `fib saddr . iif oif`, by which packets with forged sources are told.
    public var asksForReversePath: Bool {
        result != UInt32(NFT_FIB_RESULT_ADDRTYPE.rawValue) && flags & UInt32(NFTA_FIB_F_SADDR.rawValue) != 0
    }

    /// `fib saddr . iif oif missing`: whether the source is reached through the interface that the packet came in by, four bytes in host order.
    public static let sourceReachability = RouteQuery(
        result: UInt32(NFT_FIB_RESULT_OIF.rawValue),
        flags: UInt32(NFTA_FIB_F_SADDR.rawValue | NFTA_FIB_F_IIF.rawValue | NFTA_FIB_F_PRESENT.rawValue)
    )
    /// `fib daddr type`: what kind of address the destination is, four bytes in host order (RTN_…).
    public static let destinationType = RouteQuery(
        result: UInt32(NFT_FIB_RESULT_ADDRTYPE.rawValue),
        flags: UInt32(NFTA_FIB_F_DADDR.rawValue)
    )
    /// `fib saddr type`: what kind of address the source is, four bytes in host order (RTN_…).
    public static let sourceType = RouteQuery(
        result: UInt32(NFT_FIB_RESULT_ADDRTYPE.rawValue),
        flags: UInt32(NFTA_FIB_F_SADDR.rawValue)
    )
}
