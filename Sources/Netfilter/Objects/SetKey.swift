/// What the elements of a set are: one field, or several as a concatenation.
public struct SetKey: Hashable, Sendable {
    /// The fields, from left to right.
    public let fields: [DataType]
    /// nft's note of the expression that the key was declared with.
    let typeof: TypeofNote?

    init(fields: [DataType], typeof: TypeofNote? = nil) {
        self.fields = fields
        self.typeof = typeof
    }

    /// Declared by its types.
    ///
    /// nft: `type ipv4_addr`, `type inet_proto . inet_service`.
    public static func type(_ fields: DataType...) -> SetKey {
        SetKey(fields: fields)
    }

    /// Declared by the field of a packet that it is compared with, so that nft lists it in those words.
    ///
    /// nft: `typeof ip saddr`.
    public static func typeof(_ field: Field) -> SetKey {
        SetKey(fields: [field.type], typeof: field.typeofNote)
    }

    /// The same key, declared by its types.
    var withoutTypeof: SetKey { SetKey(fields: fields) }

    /// Whether it is one of several fields.
    var isConcatenation: Bool { fields.count > 1 }

    /// Bytes of a key.
    var length: Int {
        isConcatenation ? fields.reduce(0) { $0 + $1.paddedLength } : fields.reduce(0) { $0 + $1.length }
    }

    /// nft's number: that of the field, or those of all fields, six bits each.
    var typeNumber: UInt32 {
        fields.reduce(0) { $0 << 6 | $1.number }
    }

    /// The key with the kernel's `number` and `length`; one field of bytes where the number means nothing here.
    init(typeNumber number: UInt32, length: Int, typeof: TypeofNote?) {
        var rest = number
        var fields: [DataType] = []
        while rest > 0, let field = DataType.known.first(where: { $0.number == rest & 63 }) {
            fields.insert(field, at: 0)
            rest >>= 6
        }
        self.init(fields: fields, typeof: typeof)
        guard rest == 0, self.length == length else {
            self.init(fields: [DataType(number: number, length: length, layout: .networkOrder)], typeof: typeof)
            return
        }
    }

    /// The bytes of the key `values`, which must be as many as there are fields.
    func encoded(_ values: [FieldValue]) throws(InvalidObject) -> [UInt8] {
        var bytes: [UInt8] = []
        for (value, field) in zip(values, fields) {
            bytes += try value.encoded(as: field)
            guard isConcatenation else { break }
            bytes += [UInt8](repeating: 0, count: field.paddedLength - field.length)
        }
        return bytes
    }

    /// The values of a key as the kernel holds it; as many as are there in full.
    public func values(of bytes: some Sequence<UInt8>) -> [FieldValue] {
        var rest = Array(bytes)[...]
        var values: [FieldValue] = []
        for field in fields where rest.count >= field.length {
            values.append(FieldValue(decoding: rest.prefix(field.length), as: field))
            rest = rest.dropFirst(field.paddedLength)
        }
        return values
    }
}

/// What nft calls the payload expression that a set was declared with: the numbers of its protocol and of the field in it.
struct TypeofNote: Hashable, Sendable {
    /// nft's number of the header (its `enum proto_desc_id`).
    let header: UInt32
    /// The place in nft's table of the header's fields.
    let field: UInt32
}
