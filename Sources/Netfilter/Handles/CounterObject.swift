import CNetfilter

/// libnftnl's object, as a counter.
@safe struct CounterObject: ~Copyable {
    private let object: OpaquePointer

    init(_ counter: Counter) throws(NetfilterError) {
        guard let object = unsafe nftnl_obj_alloc() else { throw .outOfMemory }
        unsafe self.object = object
        unsafe nftnl_obj_set_u32(object, UInt16(NFTNL_OBJ_TYPE), UInt32(NFT_OBJECT_COUNTER))
        unsafe nftnl_obj_set_str(object, UInt16(NFTNL_OBJ_TABLE), counter.name.table.name)
        unsafe nftnl_obj_set_str(object, UInt16(NFTNL_OBJ_NAME), counter.name.name)
        unsafe nftnl_obj_set_u64(object, UInt16(NFTNL_OBJ_CTR_BYTES), counter.value.bytes)
        unsafe nftnl_obj_set_u64(object, UInt16(NFTNL_OBJ_CTR_PKTS), counter.value.packets)
        if let comment = counter.comment {
            let data = UserData.counter(comment: comment)
            unsafe nftnl_obj_set_data(object, UInt16(NFTNL_OBJ_USERDATA), data, UInt32(data.count))
        }
    }

    deinit {
        unsafe nftnl_obj_free(object)
    }

    func write(to message: borrowing Message) {
        unsafe nftnl_obj_nlmsg_build_payload(message.header, object)
    }
}
