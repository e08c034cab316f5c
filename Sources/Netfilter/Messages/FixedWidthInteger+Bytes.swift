extension FixedWidthInteger {
    /// Its bytes, the highest first.
    var networkBytes: [UInt8] {
        (0..<Self.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: self >> (8 * Self($0))) }
    }

    /// Its bytes as this machine holds them.
    var hostBytes: [UInt8] {
        networkBytes.fromNetworkToHostOrder
    }
}

extension [UInt8] {
    /// The bytes of a number as this machine holds it, from those with the highest first, or the other way.
    var fromNetworkToHostOrder: [UInt8] {
        UInt16(1).littleEndian == 1 ? reversed() : self
    }
}

extension FixedWidthInteger {
    /// The number of exactly these bytes, the highest first.
    init?(networkBytes bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.bitWidth / 8 else { return nil }
        self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }

    /// The number of exactly these bytes, as this machine holds it.
    init?(hostBytes bytes: ArraySlice<UInt8>) {
        self.init(networkBytes: bytes)
        self = bigEndian
    }
}
