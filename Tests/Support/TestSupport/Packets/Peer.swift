public import Policy

/// Who sends to the host under test: one address of each kind, in both families.
public enum Peer: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case admin
    case cluster
    /// In the private ranges, and nobody that a policy names.
    case `private`
    case `public`

    /// Its address of one family.
    public func address(_ family: AddressFamily) -> IPAddress {
        switch family {
        case .v4: .v4(v4)
        case .v6: .v6(v6)
        }
    }

    private var v4: IPv4Address {
        switch self {
        case .admin: IPv4Address(bits: 0x0A09_0005)
        case .cluster: IPv4Address(bits: 0x0A00_010C)
        case .private: IPv4Address(bits: 0xC0A8_3207)
        case .public: IPv4Address(bits: 0xCB00_7109)
        }
    }

    private var v6: IPv6Address {
        switch self {
        case .admin: IPv6Address(bits: UInt128(0xfd00_0009) << 96 | 5)
        case .cluster: IPv6Address(bits: UInt128(0xfd00_0001) << 96 | 12)
        case .private: IPv6Address(bits: UInt128(0xfd00_0050) << 96 | 7)
        case .public: IPv6Address(bits: UInt128(0x2001_0db8) << 96 | 9)
        }
    }

    /// `admin`.
    public var description: String { rawValue }
}
