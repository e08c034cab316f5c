import Policy

/// Values as bytes: numbers big endian, texts and lists behind their length.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(raw bytes: [UInt8]) {
        self.bytes += bytes
    }

    mutating func append(_ number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    mutating func append(_ addresses: AddressSet) {
        bytes.append(addresses.v4)
        bytes.append(addresses.v6)
    }

    mutating func append(_ text: String) {
        append(UInt16(text.utf8.count))
        append(raw: Array(text.utf8))
    }

    mutating func append<Value>(_ value: Value?, with appendValue: (inout ByteWriter, Value) -> Void) {
        append(UInt8(value == nil ? 0 : 1))
        if let value { appendValue(&self, value) }
    }

    mutating func append<Value>(_ values: [Value], each appendValue: (inout ByteWriter, Value) -> Void) {
        append(UInt16(values.count))
        for value in values {
            appendValue(&self, value)
        }
    }
}
