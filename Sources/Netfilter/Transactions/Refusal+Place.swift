import CNetfilter

extension NetlinkMessage {
    /// The attributes that lead to the one whose header is `offset` bytes from the start of the message, from the outermost on.
    func path(to offset: Int?) -> [Attributes.Element] {
        guard let offset else { return [] }
        let place = content.startIndex - NetlinkMessage.headerLength + offset
        var path: [Attributes.Element] = []
        var attributes = attributes
        while let next = attributes.first(where: { $0.start <= place && place < $0.content.endIndex }) {
            path.append(next)
            guard next.start < place else { return path }
            attributes = Attributes(next.content)
        }
        return []
    }

    /// What the last attribute of `path` is of what the message is about.
    func place(of path: [Attributes.Element]) -> Refusal.Place {
        guard let first = path.first else { return .unknown }
        switch kind {
        case .newRule where first.type == NFTA_RULE_EXPRESSIONS.number && path.count > 1:
            let index = Attributes(first.content).prefix { $0.start < path[1].start }.count
            return .expression(index)
        case .newElements where path.count > 1, .deleteElements where path.count > 1:
            let value = Attributes(path[1].content).nest(NFTA_SET_ELEM_KEY)?.content(NFTA_DATA_VALUE)
            return .element(key: Array(value ?? []))
        default:
            return .attribute(Int(first.type), name: kind.flatMap { Self.attributeName(first.type, of: $0) })
        }
    }

    /// The common attributes that the kernel finds fault with.
    private static func attributeName(_ type: UInt16, of kind: MessageKind) -> String? {
        switch (kind, type) {
        case (.newTable, NFTA_TABLE_NAME.number), (.deleteTable, NFTA_TABLE_NAME.number): "name"
        case (.newTable, NFTA_TABLE_FLAGS.number): "flags"
        case (.newChain, NFTA_CHAIN_TABLE.number), (.deleteChain, NFTA_CHAIN_TABLE.number): "table"
        case (.newChain, NFTA_CHAIN_NAME.number), (.deleteChain, NFTA_CHAIN_NAME.number): "name"
        case (.newChain, NFTA_CHAIN_HOOK.number): "hook"
        case (.newChain, NFTA_CHAIN_POLICY.number): "policy"
        case (.newChain, NFTA_CHAIN_TYPE.number): "type"
        case (.newRule, NFTA_RULE_TABLE.number), (.deleteRule, NFTA_RULE_TABLE.number): "table"
        case (.newRule, NFTA_RULE_CHAIN.number), (.deleteRule, NFTA_RULE_CHAIN.number): "chain"
        case (.newRule, NFTA_RULE_HANDLE.number), (.deleteRule, NFTA_RULE_HANDLE.number): "handle"
        case (.newSet, NFTA_SET_TABLE.number), (.deleteSet, NFTA_SET_TABLE.number): "table"
        case (.newSet, NFTA_SET_NAME.number), (.deleteSet, NFTA_SET_NAME.number): "name"
        case (.newElements, NFTA_SET_ELEM_LIST_TABLE.number), (.deleteElements, NFTA_SET_ELEM_LIST_TABLE.number):
            "table"
        case (.newElements, NFTA_SET_ELEM_LIST_SET.number), (.deleteElements, NFTA_SET_ELEM_LIST_SET.number): "set"
        case (.newObject, NFTA_OBJ_TABLE.number), (.deleteObject, NFTA_OBJ_TABLE.number): "table"
        case (.newObject, NFTA_OBJ_NAME.number), (.deleteObject, NFTA_OBJ_NAME.number): "name"
        default: nil
        }
    }
}
