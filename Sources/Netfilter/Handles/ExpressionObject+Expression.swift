import CNetfilter

extension ExpressionObject {
    /// libnftnl's form of `expression`; nil for one that libnftnl need not know, which is written byte for byte.
    ///
    /// `set` stands for the anonymous set that a lookup goes to.
    static func make(_ expression: Expression, anonymousSet set: SetHandle) throws(NetfilterError) -> ExpressionObject?
    {
        switch expression {
        case .meta(let key, let register): try meta(key, register)
        case .payload(let payload, let register): try self.payload(payload, register)
        case .conntrack(let key, let register): try conntrack(key, register)
        case .fib(let query, let register): try fib(query, register)
        case .bitwise(let mask, let xor, let register): try bitwise(mask, xor, register)
        case .compare(let relation, let bytes, let register): try compare(relation, bytes, register)
        case .range(let isInverted, let from, let through, let register):
            try range(isInverted, from, through, register)
        case .lookup(.named(let name), let isInverted, let register):
            try lookup(SetHandle(name: name, number: nil), isInverted, register)
        case .lookup(.anonymous, let isInverted, let register):
            try lookup(set, isInverted, register)
        case .limit(let limit): try self.limit(limit)
        case .log(let log): try self.log(log)
        case .counter(let value): try counter(value)
        case .namedCounter(let name): try namedCounter(name)
        case .verdict(let verdict): try self.verdict(verdict)
        case .reject(let reject): try self.reject(reject)
        case .other: nil
        }
    }

    static func counter(_ value: CounterValue) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("counter")
        object.set(NFTNL_EXPR_CTR_BYTES, value.bytes)
        object.set(NFTNL_EXPR_CTR_PACKETS, value.packets)
        return object
    }
}

/// How a set is named within a batch.
struct SetHandle {
    let name: String
    /// What a set is known by that has no name before the kernel gives it one.
    let number: UInt32?

    /// The kernel puts a number for `%d`.
    static func anonymous(_ number: UInt32) -> SetHandle {
        SetHandle(name: "__set%d", number: number)
    }
}

// Loads.
extension ExpressionObject {
    private static func meta(_ key: MetaKey, _ register: Register) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("meta")
        object.set(NFTNL_EXPR_META_KEY, key.rawValue)
        object.set(NFTNL_EXPR_META_DREG, register.rawValue)
        return object
    }

    private static func payload(_ payload: Payload, _ register: Register) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("payload")
        object.set(NFTNL_EXPR_PAYLOAD_BASE, payload.header.rawValue)
        object.set(NFTNL_EXPR_PAYLOAD_OFFSET, UInt32(truncatingIfNeeded: payload.offset))
        object.set(NFTNL_EXPR_PAYLOAD_LEN, UInt32(truncatingIfNeeded: payload.length))
        object.set(NFTNL_EXPR_PAYLOAD_DREG, register.rawValue)
        return object
    }

    private static func conntrack(_ key: ConntrackKey, _ register: Register) throws(NetfilterError) -> ExpressionObject
    {
        let object = try ExpressionObject("ct")
        object.set(NFTNL_EXPR_CT_KEY, key.rawValue)
        object.set(NFTNL_EXPR_CT_DREG, register.rawValue)
        return object
    }

    private static func fib(_ query: RouteQuery, _ register: Register) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("fib")
        object.set(NFTNL_EXPR_FIB_RESULT, query.result)
        object.set(NFTNL_EXPR_FIB_FLAGS, query.flags)
        object.set(NFTNL_EXPR_FIB_DREG, register.rawValue)
        return object
    }
}

// Comparisons.
extension ExpressionObject {
    private static func bitwise(
        _ mask: [UInt8],
        _ xor: [UInt8],
        _ register: Register
    ) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("bitwise")
        object.set(NFTNL_EXPR_BITWISE_SREG, register.rawValue)
        object.set(NFTNL_EXPR_BITWISE_DREG, register.rawValue)
        object.set(NFTNL_EXPR_BITWISE_LEN, UInt32(mask.count))
        try object.set(NFTNL_EXPR_BITWISE_MASK, mask)
        try object.set(NFTNL_EXPR_BITWISE_XOR, xor)
        return object
    }

    private static func compare(
        _ relation: Expression.Relation,
        _ bytes: [UInt8],
        _ register: Register
    ) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("cmp")
        object.set(NFTNL_EXPR_CMP_SREG, register.rawValue)
        object.set(NFTNL_EXPR_CMP_OP, relation.number)
        try object.set(NFTNL_EXPR_CMP_DATA, bytes)
        return object
    }

    private static func range(
        _ isInverted: Bool,
        _ from: [UInt8],
        _ through: [UInt8],
        _ register: Register
    ) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("range")
        object.set(NFTNL_EXPR_RANGE_SREG, register.rawValue)
        let operation = isInverted ? NFT_RANGE_NEQ : NFT_RANGE_EQ
        object.set(NFTNL_EXPR_RANGE_OP, UInt32(operation.rawValue))
        try object.set(NFTNL_EXPR_RANGE_FROM_DATA, from)
        try object.set(NFTNL_EXPR_RANGE_TO_DATA, through)
        return object
    }

    private static func lookup(
        _ set: SetHandle,
        _ isInverted: Bool,
        _ register: Register
    ) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("lookup")
        object.set(NFTNL_EXPR_LOOKUP_SREG, register.rawValue)
        try object.set(NFTNL_EXPR_LOOKUP_SET, set.name)
        if let number = set.number { object.set(NFTNL_EXPR_LOOKUP_SET_ID, number) }
        if isInverted { object.set(NFTNL_EXPR_LOOKUP_FLAGS, UInt32(NFT_LOOKUP_F_INV.rawValue)) }
        return object
    }
}

// Statements.
extension ExpressionObject {
    private static func limit(_ limit: Limit) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("limit")
        object.set(NFTNL_EXPR_LIMIT_RATE, limit.rate)
        object.set(NFTNL_EXPR_LIMIT_UNIT, limit.period.rawValue)
        object.set(NFTNL_EXPR_LIMIT_BURST, limit.burst)
        object.set(NFTNL_EXPR_LIMIT_TYPE, limit.unit.rawValue)
        object.set(NFTNL_EXPR_LIMIT_FLAGS, limit.isOver ? UInt32(NFT_LIMIT_F_INV.rawValue) : 0)
        return object
    }

    private static func log(_ log: Log) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("log")
        if !log.prefix.isEmpty { try object.set(NFTNL_EXPR_LOG_PREFIX, log.prefix) }
        object.set(NFTNL_EXPR_LOG_LEVEL, log.level.rawValue)
        if !log.details.isEmpty { object.set(NFTNL_EXPR_LOG_FLAGS, log.details.rawValue) }
        return object
    }

    private static func namedCounter(_ name: String) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("objref")
        object.set(NFTNL_EXPR_OBJREF_IMM_TYPE, UInt32(NFT_OBJECT_COUNTER))
        try object.set(NFTNL_EXPR_OBJREF_IMM_NAME, name)
        return object
    }

    private static func verdict(_ verdict: Verdict) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("immediate")
        object.set(NFTNL_EXPR_IMM_DREG, UInt32(NFT_REG_VERDICT.rawValue))
        object.set(NFTNL_EXPR_IMM_VERDICT, UInt32(bitPattern: verdict.code))
        if let chain = verdict.chain { try object.set(NFTNL_EXPR_IMM_CHAIN, chain) }
        return object
    }

    private static func reject(_ reject: Reject) throws(NetfilterError) -> ExpressionObject {
        let object = try ExpressionObject("reject")
        object.set(NFTNL_EXPR_REJECT_TYPE, reject.type)
        object.set(NFTNL_EXPR_REJECT_CODE, reject.code)
        return object
    }
}
