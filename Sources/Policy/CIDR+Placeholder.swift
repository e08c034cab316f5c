/// An address that no packet between two machines has as its source: a list that holds it was meant to hold something else.
public enum PlaceholderAddress: Hashable, Sendable, CaseIterable {
    case unspecified
    case loopback
    case multicast
    case broadcast

    /// What is wrong with it, behind the address.
    public var reason: String {
        switch self {
        case .unspecified: "it stands for no address, so nothing comes from it"
        case .loopback: "it is this machine itself, whose traffic always passes"
        case .multicast: "it is a group, which nothing comes from"
        case .broadcast: "it is everybody's address at once, which nothing comes from"
        }
    }

    /// What to write instead.
    public var hint: String {
        self == .unspecified
            ? "for any address write 0.0.0.0/0 or ::/0; else the address that the other side has"
            : "write the address that the other side has, or leave it out"
    }

    /// Its addresses: 0.0.0.0/8 (RFC 791), `::`, 127.0.0.0/8, `::1`, 224.0.0.0/4, ff00::/8, 255.255.255.255.
    public var addresses: AddressSet {
        switch self {
        case .unspecified: AddressSet(v4: IntervalSet([0...0x00FF_FFFF]), v6: IntervalSet([0...0]))
        case .loopback: AddressSet(v4: IntervalSet([0x7F00_0000...0x7FFF_FFFF]), v6: IntervalSet([1...1]))
        case .multicast:
            AddressSet(
                v4: IntervalSet([0xE000_0000...0xEFFF_FFFF]),
                v6: IntervalSet([UInt128(0xff) << 120...UInt128.max])
            )
        case .broadcast: AddressSet(v4: IntervalSet([UInt32.max...UInt32.max]))
        }
    }
}

extension CIDR {
    /// Which placeholder all of the block is; nil for a block that holds other addresses too, as 0.0.0.0/0 does.
    ///
    /// A few comparisons, since lists are long.
    public var placeholder: PlaceholderAddress? {
        switch range {
        case .v4(let range):
            switch (range.lowerBound, range.upperBound) {
            case (_, ...0x00FF_FFFF): .unspecified
            case (0x7F00_0000..., ...0x7FFF_FFFF): .loopback
            case (0xE000_0000..., ...0xEFFF_FFFF): .multicast
            case (UInt32.max, _): .broadcast
            default: nil
            }
        case .v6(let range):
            if range.lowerBound >> 120 == 0xff {
                .multicast
            } else {
                range.upperBound == 0 ? .unspecified : range == 1...1 ? .loopback : nil
            }
        }
    }
}

extension Finding {
    /// That the addresses `block` of `what` are a placeholder; nil if they aren't.
    public static func placeholder(_ block: CIDR, at location: SourceLocation? = nil, of what: String) -> Finding? {
        block.placeholder.map {
            Finding(
                .error,
                "placeholder-address",
                at: location,
                "\(what) can't be \(block): \($0.reason)",
                hint: $0.hint
            )
        }
    }
}
