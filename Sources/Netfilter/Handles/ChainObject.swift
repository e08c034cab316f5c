import CNetfilter

/// libnftnl's chain.
@safe struct ChainObject: ~Copyable {
    private let object: OpaquePointer

    private init() throws(NetfilterError) {
        guard let object = unsafe nftnl_chain_alloc() else { throw .outOfMemory }
        unsafe self.object = object
    }

    /// An object that describes `chain`.
    static func make(_ chain: Chain) throws(NetfilterError) -> ChainObject {
        let object = try ChainObject()
        try object.set(chain)
        return object
    }

    private func set(_ chain: Chain) throws(NetfilterError) {
        try set(NFTNL_CHAIN_TABLE, chain.name.table.name)
        try set(NFTNL_CHAIN_NAME, chain.name.name)
        if let base = chain.base { try set(base) }
        if let comment = chain.comment {
            let data = UserData.chain(comment: comment)
            try check(
                unsafe nftnl_chain_set_data(object, UInt16(NFTNL_CHAIN_USERDATA.rawValue), data, UInt32(data.count))
            )
        }
    }

    deinit {
        unsafe nftnl_chain_free(object)
    }

    func write(to message: borrowing Message) {
        unsafe nftnl_chain_nlmsg_build_payload(message.header, object)
    }

    private func set(_ base: BaseChain) throws(NetfilterError) {
        try set(NFTNL_CHAIN_TYPE, base.kind.rawValue)
        unsafe nftnl_chain_set_u32(object, UInt16(NFTNL_CHAIN_HOOKNUM.rawValue), base.hook.rawValue)
        unsafe nftnl_chain_set_s32(object, UInt16(NFTNL_CHAIN_PRIO.rawValue), base.priority)
        unsafe nftnl_chain_set_u32(object, UInt16(NFTNL_CHAIN_POLICY.rawValue), base.policy.number)
    }

    private func set(_ attribute: nftnl_chain_attr, _ text: String) throws(NetfilterError) {
        try check(unsafe nftnl_chain_set_str(object, UInt16(attribute.rawValue), text))
    }
}
