import CNetfilter

extension Table {
    init?(_ message: NetlinkMessage) {
        let attributes = message.attributes
        guard let flags = attributes.number(NFTA_TABLE_FLAGS, as: UInt32.self) else { return nil }
        self.init(
            message.table(NFTA_TABLE_NAME),
            comment: attributes.content(NFTA_TABLE_USERDATA).flatMap(UserData.comment(ofTable:)),
            isDormant: flags & UInt32(NFT_TABLE_F_DORMANT.rawValue) != 0
        )
        if flags & CNF_TABLE_F_OWNER != 0 { owner = attributes.number(CNF_TABLE_OWNER) ?? 0 }
    }
}

extension Chain {
    init?(_ message: NetlinkMessage) {
        let attributes = message.attributes
        self.init(
            message.chain(NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME),
            comment: attributes.content(NFTA_CHAIN_USERDATA).flatMap(UserData.comment(ofChain:))
        )
        guard let hook = attributes.nest(NFTA_CHAIN_HOOK) else { return }
        guard let number = hook.number(NFTA_HOOK_HOOKNUM, as: UInt32.self),
            let priority = hook.number(NFTA_HOOK_PRIORITY, as: Int32.self),
            let kind = attributes.text(NFTA_CHAIN_TYPE),
            let policy = attributes.number(NFTA_CHAIN_POLICY).flatMap(BaseChain.Policy.init(number:))
        else { return nil }
        base = BaseChain(
            BaseChain.Kind(rawValue: kind),
            BaseChain.Hook(rawValue: number),
            priority: priority,
            policy: policy
        )
    }
}

extension Counter {
    init?(_ message: NetlinkMessage) {
        let attributes = message.attributes
        guard let value = attributes.nest(NFTA_OBJ_DATA).flatMap(CounterValue.init) else { return nil }
        self.init(
            message.object(NFTA_OBJ_TABLE, NFTA_OBJ_NAME),
            value: value,
            comment: attributes.content(NFTA_OBJ_USERDATA).flatMap(UserData.comment(ofCounter:))
        )
    }
}

extension CounterValue {
    /// The numbers of a counter; nil where one is missing.
    init?(_ attributes: Attributes) {
        guard let packets = attributes.number(NFTA_COUNTER_PACKETS, as: UInt64.self),
            let bytes = attributes.number(NFTA_COUNTER_BYTES, as: UInt64.self)
        else { return nil }
        self.init(packets: packets, bytes: bytes)
    }
}

extension LoadedRule {
    init?(_ message: NetlinkMessage) {
        let attributes = message.attributes
        guard let handle = attributes.number(NFTA_RULE_HANDLE, as: UInt64.self) else { return nil }
        self.handle = handle
        rule = Rule(message)
    }
}

extension Rule {
    /// The rule of a message; an anonymous set that it looks into has the name that stands there.
    init(_ message: NetlinkMessage) {
        let attributes = message.attributes
        self.init(
            in: message.chain(NFTA_RULE_TABLE, NFTA_RULE_CHAIN),
            expressions: attributes.nest(NFTA_RULE_EXPRESSIONS)?.map { Expression(Attributes($0.content)) } ?? [],
            comment: attributes.content(NFTA_RULE_USERDATA).flatMap(UserData.comment(ofRule:))
        )
    }
}
