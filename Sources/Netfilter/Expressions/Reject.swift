import CNetfilter

/// How a packet is refused: dropped, with an answer to whoever sent it.
public enum Reject: Hashable, Sendable {
    /// `reject with tcp reset`, for TCP alone.
    case tcpReset
    /// `reject with icmp type …`, or `icmpv6 type …` in family ip6: the code of a "destination unreachable".
    case icmp(code: UInt8)
    /// `reject with icmpx type …`: ICMP for IPv4, ICMPv6 for IPv6.
    case icmpx(Reason)

    /// What an answer says, for both families.
    public struct Reason: RawRepresentable, Hashable, Sendable {
        /// The kernel's number (NFT_REJECT_ICMPX_…).
        public let rawValue: UInt8

        /// The reason with the kernel's number `rawValue`.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        private init(_ code: nft_reject_inet_code) {
            rawValue = UInt8(truncatingIfNeeded: code.rawValue)
        }

        /// `no-route`.
        public static let noRoute = Reason(NFT_REJECT_ICMPX_NO_ROUTE)
        /// `port-unreachable`.
        public static let portUnreachable = Reason(NFT_REJECT_ICMPX_PORT_UNREACH)
        /// `host-unreachable`.
        public static let hostUnreachable = Reason(NFT_REJECT_ICMPX_HOST_UNREACH)
        /// `admin-prohibited`.
        public static let adminProhibited = Reason(NFT_REJECT_ICMPX_ADMIN_PROHIBITED)
    }
}

extension Reject {
    /// The kernel's number for the kind of answer.
    var type: UInt32 {
        switch self {
        case .tcpReset: UInt32(NFT_REJECT_TCP_RST.rawValue)
        case .icmp: UInt32(NFT_REJECT_ICMP_UNREACH.rawValue)
        case .icmpx: UInt32(NFT_REJECT_ICMPX_UNREACH.rawValue)
        }
    }

    /// What the answer says; nothing in a reset.
    var code: UInt8 {
        switch self {
        case .tcpReset: 0
        case .icmp(let code): code
        case .icmpx(let reason): reason.rawValue
        }
    }

    /// nil for a kind of answer that isn't among these.
    init?(type: UInt32, code: UInt8) {
        switch type {
        case Reject.tcpReset.type: self = .tcpReset
        case Reject.icmp(code: 0).type: self = .icmp(code: code)
        case Reject.icmpx(.noRoute).type: self = .icmpx(Reason(rawValue: code))
        default: return nil
        }
    }
}
