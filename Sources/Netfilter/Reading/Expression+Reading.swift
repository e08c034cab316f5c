import CNetfilter

extension Expression {
    /// The expression with these attributes: its name, and its own ones.
    ///
    /// One that has anything that its case here couldn't hold is kept as it is.
    init(_ element: Attributes) {
        let name = element.text(NFTA_EXPR_NAME) ?? ""
        let attributes = element.nest(NFTA_EXPR_DATA) ?? Attributes([])
        self = Self.known(name, attributes) ?? .other(name: name, attributes: Array(attributes.bytes))
    }

    private static func known(_ name: String, _ attributes: Attributes) -> Expression? {
        switch name {
        case "meta": meta(attributes)
        case "payload": payload(attributes)
        case "ct": conntrack(attributes)
        case "fib": fib(attributes)
        case "bitwise": bitwise(attributes)
        case "cmp": compare(attributes)
        case "range": range(attributes)
        case "lookup": lookup(attributes)
        case "limit": limit(attributes)
        case "log": log(attributes)
        case "counter": counter(attributes)
        case "objref": namedCounter(attributes)
        case "immediate": verdict(attributes)
        case "reject": reject(attributes)
        default: nil
        }
    }
}

// Loads.
extension Expression {
    private static func meta(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_META_KEY, NFTA_META_DREG]),
            let key = attributes.number(NFTA_META_KEY).map(MetaKey.init),
            let register = attributes.register(NFTA_META_DREG)
        else { return nil }
        return .meta(key, into: register)
    }

    private static func payload(_ attributes: Attributes) -> Expression? {
        let types = [NFTA_PAYLOAD_DREG, NFTA_PAYLOAD_BASE, NFTA_PAYLOAD_OFFSET, NFTA_PAYLOAD_LEN]
        guard attributes.areOnly(types),
            let register = attributes.register(NFTA_PAYLOAD_DREG),
            let header = attributes.number(NFTA_PAYLOAD_BASE).map(Payload.Header.init),
            let offset = attributes.number(NFTA_PAYLOAD_OFFSET, as: UInt32.self),
            let length = attributes.number(NFTA_PAYLOAD_LEN, as: UInt32.self)
        else { return nil }
        return .payload(Payload(header, offset: Int(offset), length: Int(length)), into: register)
    }

    private static func conntrack(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_CT_KEY, NFTA_CT_DREG]),
            let key = attributes.number(NFTA_CT_KEY).map(ConntrackKey.init),
            let register = attributes.register(NFTA_CT_DREG)
        else { return nil }
        return .conntrack(key, into: register)
    }

    private static func fib(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_FIB_DREG, NFTA_FIB_RESULT, NFTA_FIB_FLAGS]),
            let register = attributes.register(NFTA_FIB_DREG),
            let result = attributes.number(NFTA_FIB_RESULT, as: UInt32.self),
            let flags = attributes.number(NFTA_FIB_FLAGS, as: UInt32.self)
        else { return nil }
        return .fib(RouteQuery(result: result, flags: flags), into: register)
    }
}

// Comparisons.
extension Expression {
    /// NFT_BITWISE_BOOL, which the headers of some distributions lack: the operation of older kernels, which had no other.
    private static let maskAndXor: UInt32 = 0

    private static func bitwise(_ attributes: Attributes) -> Expression? {
        let types = [
            NFTA_BITWISE_SREG, NFTA_BITWISE_DREG, NFTA_BITWISE_LEN, NFTA_BITWISE_OP, NFTA_BITWISE_MASK,
            NFTA_BITWISE_XOR,
        ]
        guard attributes.areOnly(types),
            attributes.number(NFTA_BITWISE_OP) ?? 0 == maskAndXor,
            let register = attributes.register(NFTA_BITWISE_SREG),
            register == attributes.register(NFTA_BITWISE_DREG),
            let mask = attributes.value(NFTA_BITWISE_MASK),
            let xor = attributes.value(NFTA_BITWISE_XOR)
        else { return nil }
        return .bitwise(mask: mask, xor: xor, of: register)
    }

    private static func compare(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_CMP_SREG, NFTA_CMP_OP, NFTA_CMP_DATA]),
            let register = attributes.register(NFTA_CMP_SREG),
            let number = attributes.number(NFTA_CMP_OP, as: UInt32.self),
            let relation = Relation.allCases.first(where: { $0.number == number }),
            let value = attributes.value(NFTA_CMP_DATA)
        else { return nil }
        return .compare(relation, value, with: register)
    }

    private static func range(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_RANGE_SREG, NFTA_RANGE_OP, NFTA_RANGE_FROM_DATA, NFTA_RANGE_TO_DATA]),
            let register = attributes.register(NFTA_RANGE_SREG),
            let operation = attributes.number(NFTA_RANGE_OP, as: UInt32.self),
            operation <= UInt32(NFT_RANGE_NEQ.rawValue),
            let from = attributes.value(NFTA_RANGE_FROM_DATA),
            let through = attributes.value(NFTA_RANGE_TO_DATA)
        else { return nil }
        let isInverted = operation == UInt32(NFT_RANGE_NEQ.rawValue)
        return .range(isInverted: isInverted, from: from, through: through, of: register)
    }

    private static func lookup(_ attributes: Attributes) -> Expression? {
        let inversion = UInt32(NFT_LOOKUP_F_INV.rawValue)
        let flags = attributes.number(NFTA_LOOKUP_FLAGS, as: UInt32.self) ?? 0
        // The kernel tells no set id; it stands in a batch that is read again.
        guard attributes.areOnly([NFTA_LOOKUP_SET, NFTA_LOOKUP_SET_ID, NFTA_LOOKUP_SREG, NFTA_LOOKUP_FLAGS]),
            flags & ~inversion == 0,
            let register = attributes.register(NFTA_LOOKUP_SREG),
            let set = attributes.text(NFTA_LOOKUP_SET)
        else { return nil }
        return .lookup(.named(set), isInverted: flags == inversion, of: register)
    }
}

// Statements.
extension Expression {
    private static func limit(_ attributes: Attributes) -> Expression? {
        let types = [
            NFTA_LIMIT_RATE, NFTA_LIMIT_UNIT, NFTA_LIMIT_BURST, NFTA_LIMIT_TYPE, NFTA_LIMIT_FLAGS, NFTA_LIMIT_PAD,
        ]
        let inversion = UInt32(NFT_LIMIT_F_INV.rawValue)
        let flags = attributes.number(NFTA_LIMIT_FLAGS, as: UInt32.self) ?? 0
        guard attributes.areOnly(types), flags & ~inversion == 0,
            let rate = attributes.number(NFTA_LIMIT_RATE, as: UInt64.self),
            let period = attributes.number(NFTA_LIMIT_UNIT).map(Limit.Period.init),
            let burst = attributes.number(NFTA_LIMIT_BURST, as: UInt32.self),
            let unit = attributes.number(NFTA_LIMIT_TYPE).map(Limit.Unit.init)
        else { return nil }
        return .limit(Limit(rate, per: period, burst: burst, unit: unit, isOver: flags == inversion))
    }

    private static func log(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_LOG_PREFIX, NFTA_LOG_LEVEL, NFTA_LOG_FLAGS]),
            let level = attributes.number(NFTA_LOG_LEVEL).map(Log.Level.init)
        else { return nil }
        let details = attributes.number(NFTA_LOG_FLAGS).map(Log.Details.init) ?? []
        return .log(Log(prefix: attributes.text(NFTA_LOG_PREFIX) ?? "", level: level, details: details))
    }

    private static func counter(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS, NFTA_COUNTER_PAD]) else { return nil }
        return CounterValue(attributes).map { .counter($0) }
    }

    private static func namedCounter(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_OBJREF_IMM_TYPE, NFTA_OBJREF_IMM_NAME]),
            attributes.number(NFTA_OBJREF_IMM_TYPE) == UInt32(NFT_OBJECT_COUNTER)
        else { return nil }
        return attributes.text(NFTA_OBJREF_IMM_NAME).map { .namedCounter($0) }
    }

    private static func verdict(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_IMMEDIATE_DREG, NFTA_IMMEDIATE_DATA]),
            attributes.number(NFTA_IMMEDIATE_DREG) == UInt32(NFT_REG_VERDICT.rawValue),
            let verdict = attributes.nest(NFTA_IMMEDIATE_DATA)?.nest(NFTA_DATA_VERDICT),
            let code = verdict.number(NFTA_VERDICT_CODE, as: Int32.self)
        else { return nil }
        return .verdict(Verdict(code: code, chain: verdict.text(NFTA_VERDICT_CHAIN)))
    }

    private static func reject(_ attributes: Attributes) -> Expression? {
        guard attributes.areOnly([NFTA_REJECT_TYPE, NFTA_REJECT_ICMP_CODE]),
            let type = attributes.number(NFTA_REJECT_TYPE, as: UInt32.self)
        else { return nil }
        let code = attributes.number(NFTA_REJECT_ICMP_CODE, as: UInt8.self) ?? 0
        return Reject(type: type, code: code).map { .reject($0) }
    }
}

extension Attributes {
    /// Whether none is of another type than these.
    fileprivate func areOnly(_ types: [some AttributeType]) -> Bool {
        allSatisfy { attribute in types.contains { $0.number == attribute.type } }
    }

    fileprivate func register(_ type: some AttributeType) -> Register? {
        number(type).map { Register(rawValue: $0) }
    }

    /// What is to be compared with a register.
    fileprivate func value(_ type: some AttributeType) -> [UInt8]? {
        nest(type)?.content(NFTA_DATA_VALUE).map { Array($0) }
    }
}
