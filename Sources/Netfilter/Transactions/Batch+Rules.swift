import CNetfilter

extension Batch {
    /// Adds a rule behind the last one of its chain, with the anonymous sets that it looks into.
    ///
    /// nft: `add rule inet example input tcp dport 22 accept`.
    public mutating func add(_ rule: Rule) throws(NetfilterError) {
        try appendRule(rule, flags: NLM_F_CREATE | NLM_F_APPEND, handle: nil)
    }

    /// Adds a rule before the first one of its chain.
    ///
    /// nft: `insert rule inet example input tcp dport 22 accept`.
    public mutating func insert(_ rule: Rule) throws(NetfilterError) {
        try appendRule(rule, flags: NLM_F_CREATE, handle: nil)
    }

    /// Puts a rule in the place of one that the kernel holds.
    ///
    /// nft: `replace rule inet example input handle 7 tcp dport 22 accept`.
    public mutating func replace(_ handle: UInt64, with rule: Rule) throws(NetfilterError) {
        try appendRule(rule, flags: NLM_F_REPLACE, handle: handle)
    }

    /// Deletes the rule of `chain` that the kernel knows by `handle`.
    ///
    /// nft: `delete rule inet example input handle 7`.
    public mutating func deleteRule(_ handle: UInt64, in chain: ChainName) throws(NetfilterError) {
        try check(chain.table, chain.name)
        try pages.append(.deleteRule, family: chain.table.family) {
            $0.put(NFTA_RULE_TABLE, chain.table.name)
            $0.put(NFTA_RULE_CHAIN, chain.name)
            $0.put(NFTA_RULE_HANDLE, handle)
        }
    }

    /// Deletes every rule of `chain`.
    ///
    /// nft: `flush chain inet example input`.
    public mutating func flush(_ chain: ChainName) throws(NetfilterError) {
        try check(chain.table, chain.name)
        try pages.append(.deleteRule, family: chain.table.family) {
            $0.put(NFTA_RULE_TABLE, chain.table.name)
            $0.put(NFTA_RULE_CHAIN, chain.name)
        }
    }

    private mutating func appendRule(_ rule: Rule, flags: Int32, handle: UInt64?) throws(NetfilterError) {
        try check(rule.chain.table, rule.chain.name, comment: rule.comment)
        let bound = try MessagePages.ordinaryMessage + lengthBound(of: rule)
        let firstSet = setCount + 1
        var sets: [(AnonymousSet, elements: [[UInt8]])] = []
        for case .lookup(.anonymous(let set), _, _) in rule.expressions {
            sets.append((set, try encoded(set.elements, key: set.key, isInterval: set.isInterval)))
        }
        for (set, elements) in sets { try add(set, elements: elements, to: rule.chain.table) }
        let family = rule.chain.table.family
        try pages.append(.newRule, family: family, flags: flags, atMost: bound) { message throws(NetfilterError) in
            message.put(NFTA_RULE_TABLE, rule.chain.table.name)
            message.put(NFTA_RULE_CHAIN, rule.chain.name)
            if let handle { message.put(NFTA_RULE_HANDLE, handle) }
            try message.put(rule.expressions, firstSet: firstSet)
            if let comment = rule.comment { message.put(NFTA_RULE_USERDATA, UserData.rule(comment: comment)) }
        }
    }

    /// The kernel's NFT_RULE_MAXEXPRS, which its headers don't show.
    private static let mostExpressions = 128

    /// No fewer bytes than a rule's expressions take, which must fit into an attribute.
    private func lengthBound(of rule: Rule) throws(NetfilterError) -> Int {
        var bound = 0
        for expression in rule.expressions {
            try check(expression, in: rule.chain)
            bound += expression.lengthBound
        }
        guard rule.expressions.count <= Self.mostExpressions, bound <= Int(UInt16.max) else {
            throw .invalid(.tooManyExpressions(in: rule.chain))
        }
        return bound
    }

    private func check(_ expression: Expression, in chain: ChainName) throws(NetfilterError) {
        switch expression {
        case .bitwise(let mask, let xor, _): try check(mask, xor, in: chain)
        case .compare(_, let bytes, _): try check(bytes, in: chain)
        case .range(_, let from, let through, _): try check(from, through, in: chain)
        case .lookup(.named(let name), _, _), .namedCounter(let name), .other(let name, _): try check(name)
        case .verdict(let verdict): if let name = verdict.chain { try check(name) }
        case .log(let log) where !log.prefix.isEmpty: try check(log.prefix, limit: Int(NF_LOG_PREFIXLEN) - 1)
        default: break
        }
    }
}

extension Expression {
    /// No fewer bytes than it takes in a message.
    fileprivate var lengthBound: Int {
        switch self {
        case .bitwise(let mask, let xor, _): 128 + mask.count + xor.count
        case .compare(_, let bytes, _): 128 + bytes.count
        case .range(_, let from, let through, _): 128 + from.count + through.count
        case .lookup(.named(let name), _, _), .namedCounter(let name): 128 + name.utf8.count
        case .verdict(let verdict): 128 + (verdict.chain?.utf8.count ?? 0)
        case .log(let log): 128 + log.prefix.utf8.count
        case .other(let name, let attributes): 128 + name.utf8.count + attributes.count
        default: 128
        }
    }
}

extension Message {
    /// Writes the list of a rule's expressions; anonymous sets are known by the numbers from `firstSet` on.
    fileprivate func put(_ expressions: [Expression], firstSet: UInt32) throws(NetfilterError) {
        var nextSet = firstSet
        try nest(NFTA_RULE_EXPRESSIONS) { () throws(NetfilterError) in
            for expression in expressions {
                try nest(NFTA_LIST_ELEM) { () throws(NetfilterError) in
                    try put(expression, set: .anonymous(nextSet))
                }
                if case .lookup(.anonymous, _, _) = expression { nextSet += 1 }
            }
        }
    }

    private func put(_ expression: Expression, set: SetHandle) throws(NetfilterError) {
        if case .other(let name, let attributes) = expression {
            put(NFTA_EXPR_NAME, name)
            putNest(NFTA_EXPR_DATA, attributes)
        } else {
            try ExpressionObject.make(expression, anonymousSet: set)?.write(to: self)
        }
    }
}
