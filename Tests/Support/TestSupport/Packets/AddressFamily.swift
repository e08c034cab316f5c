#if os(Linux)
import Glibc
public import Policy

/// The Internet Protocol's two versions.
public enum AddressFamily: Hashable, Sendable, CaseIterable {
    case v4
    case v6

    /// The version of `address`.
    public init(of address: IPAddress) {
        switch address {
        case .v4: self = .v4
        case .v6: self = .v6
        }
    }

    /// As `socket` takes it.
    var socketFamily: Int32 {
        switch self {
        case .v4: AF_INET
        case .v6: AF_INET6
        }
    }
}

extension IPAddress {
    /// In network order: 4 bytes or 16.
    var bytes: [UInt8] {
        switch self {
        case .v4(let address): address.bits.bytes
        case .v6(let address): address.bits.bytes
        }
    }
}

extension FixedWidthInteger {
    /// In network order.
    var bytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
    }
}
#endif
