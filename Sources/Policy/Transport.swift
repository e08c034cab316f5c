/// A transport protocol that has ports.
public enum Transport: String, Hashable, Sendable, CaseIterable, Comparable {
    case tcp
    case udp

    /// The protocol number of the IP header (IANA assigned numbers).
    public var protocolNumber: UInt8 {
        switch self {
        case .tcp: 6
        case .udp: 17
        }
    }

    /// TCP before UDP: the order of every table and file.
    public static func < (left: Transport, right: Transport) -> Bool {
        left.protocolNumber < right.protocolNumber
    }
}
