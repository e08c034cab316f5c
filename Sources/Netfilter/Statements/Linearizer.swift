/// Makes the kernel's expressions of nft's statements.
///
/// `tcp dport 22` in family inet → `meta l4proto; cmp eq 6; payload 2 bytes at transport header + 2; cmp eq 22`.
///
/// A match on a header is preceded by the matches that tell that the packet has that header, once in each rule: without them
/// the kernel takes the rule and compares bytes of other protocols.
struct Linearizer {
    private let family: Family
    private var expressions: [Expression] = []
    /// What the packet is known to be, from the family of the table and the matches so far.
    private var network: Family?
    private var transport: UInt8?

    /// The expressions of `statements` for a rule in a table of `family`.
    static func expressions(of statements: [Statement], in family: Family) throws(InvalidObject) -> [Expression] {
        var linearizer = Linearizer(family: family)
        for statement in statements {
            try linearizer.append(statement)
        }
        return linearizer.expressions
    }

    private init(family: Family) {
        self.family = family
        network = family == .ip || family == .ip6 ? family : nil
    }

    private mutating func append(_ statement: Statement) throws(InvalidObject) {
        switch statement {
        case .match(let field, let operand):
            try appendMatch(field, operand, isInverted: false)
        case .mismatch(let field, let operand):
            try appendMatch(field, operand, isInverted: true)
        case .concatenation(let fields, let set):
            try appendConcatenation(fields, in: set)
        case .connectionState(let states):
            appendConnectionState(states)
        case .expression(let expression):
            expressions.append(expression)
        }
    }

    /// A bit mask: the packet is in one state, and the rule names several.
    private mutating func appendConnectionState(_ states: ConnectionState) {
        let none: [UInt8] = [0, 0, 0, 0]
        expressions.append(Field.connectionState.load(into: .first))
        expressions.append(.bitwise(mask: states.rawValue.hostBytes, xor: none))
        expressions.append(.compare(.notEqual, none))
    }

    private mutating func appendConcatenation(_ fields: [Field], in set: String) throws(InvalidObject) {
        var word = 0
        for field in fields { try appendDependencies(of: field) }
        for field in fields {
            expressions.append(field.load(into: Register(word: word)))
            word += field.type.paddedLength / 4
        }
        expressions.append(.lookup(.named(set)))
    }
}

extension Linearizer {
    private mutating func appendMatch(
        _ field: Field,
        _ operand: Operand,
        isInverted: Bool
    ) throws(InvalidObject) {
        try appendDependencies(of: field)
        switch operand {
        case .value(let value):
            let bytes = try value.encoded(as: field.type)
            expressions.append(field.load(into: .first))
            expressions.append(.compare(isInverted ? .notEqual : .equal, bytes))
            if !isInverted { learn(field, value) }
        case .range(let lower, let upper):
            expressions.append(field.load(into: .first))
            let bounds = (try lower.encoded(as: field.type), try upper.encoded(as: field.type))
            guard field.type.layout == .networkOrder else { throw .unordered(field) }
            appendRange(bounds.0, bounds.1, isInverted: isInverted)
        case .prefix(let value, let length):
            try appendPrefix(field, value, length, isInverted ? .notEqual : .equal)
        case .anyOf(let elements):
            expressions.append(field.load(into: .first))
            let set = AnonymousSet(key: SetKey(fields: [field.type]), elements: elements)
            expressions.append(.lookup(.anonymous(set), isInverted: isInverted))
        case .set(let name):
            expressions.append(field.load(into: .first))
            expressions.append(.lookup(.named(name), isInverted: isInverted))
        case .blocks(let name, let length):
            let mask = try mask(length, of: field)
            expressions.append(field.load(into: .first))
            expressions.append(.bitwise(mask: mask, xor: [UInt8](repeating: 0, count: mask.count)))
            expressions.append(.lookup(.named(name), isInverted: isInverted))
        }
    }

    private mutating func appendRange(_ lower: [UInt8], _ upper: [UInt8], isInverted: Bool) {
        if isInverted {
            expressions.append(.range(isInverted: true, from: lower, through: upper))
        } else {
            expressions.append(.compare(.greaterOrEqual, lower))
            expressions.append(.compare(.lessOrEqual, upper))
        }
    }

    /// `10.0.0.0/8` → one byte compared; `10.0.0.0/9` → four bytes, masked.
    private mutating func appendPrefix(
        _ field: Field,
        _ value: FieldValue,
        _ length: Int,
        _ relation: Expression.Relation
    ) throws(InvalidObject) {
        let mask = try mask(length, of: field)
        let bytes = zip(try value.encoded(as: field.type), mask).map { $0 & $1 }
        if case .payload(let payload) = field.source, length > 0, length.isMultiple(of: 8) {
            let start = Payload(payload.header, offset: payload.offset, length: length / 8)
            expressions.append(.payload(start))
            expressions.append(.compare(relation, Array(bytes.prefix(length / 8))))
        } else {
            expressions.append(field.load(into: .first))
            expressions.append(.bitwise(mask: mask, xor: [UInt8](repeating: 0, count: mask.count)))
            expressions.append(.compare(relation, bytes))
        }
    }
}

extension Linearizer {
    /// A mask of `length` bits, as long as the field.
    private func mask(_ length: Int, of field: Field) throws(InvalidObject) -> [UInt8] {
        let type = field.type
        guard type.layout == .networkOrder else { throw .unordered(field) }
        guard (0...8 * type.length).contains(length) else { throw .prefix(length: length, of: type) }
        return (0..<type.length).map { UInt8(truncatingIfNeeded: 0xff00 >> min(max(length - 8 * $0, 0), 8)) }
    }

    /// The matches without which packets that don't have `field` would be compared too.
    private mutating func appendDependencies(of field: Field) throws(InvalidObject) {
        if let network = field.network, network != self.network {
            guard self.network == nil, let match = networkMatch(network) else {
                throw .familyWithoutField(self.network ?? family, field)
            }
            expressions += match
            self.network = network
        }
        if let transport = field.transport, transport != self.transport {
            expressions.append(.meta(.l4Protocol))
            expressions.append(.compare(.equal, [transport]))
            self.transport = transport
        }
    }

    /// `meta nfproto ipv4` in family inet, `meta protocol ip` on bridges and devices; nil where there's no IP.
    private func networkMatch(_ network: Family) -> [Expression]? {
        switch family {
        case .inet: [.meta(.nfProtocol), .compare(.equal, [network.rawValue])]
        case .bridge, .netdev: [.meta(.etherType), .compare(.equal, network == .ip ? [0x08, 0x00] : [0x86, 0xdd])]
        default: nil
        }
    }

    /// Remembers what a match that was asked for tells of the packet.
    private mutating func learn(_ field: Field, _ value: FieldValue) {
        guard case .number(let number) = value else { return }
        switch field {
        case .nfProtocol: network = Family(rawValue: UInt8(truncatingIfNeeded: number))
        case .l4Protocol, .ipProtocol: transport = UInt8(truncatingIfNeeded: number)
        default: break
        }
    }
}
