import CNetfilter

/// libnftnl's set, without elements: those are written by `ElementWriter`.
@safe struct SetObject: ~Copyable {
    private let object: OpaquePointer

    private init() throws(NetfilterError) {
        guard let object = unsafe nftnl_set_alloc() else { throw .outOfMemory }
        unsafe self.object = object
    }

    /// A set that is known as `name`, and as `number` within its batch.
    static func make(
        table: TableName,
        name: String,
        number: UInt32,
        key: SetKey,
        flags: UInt32
    ) throws(NetfilterError) -> SetObject {
        let object = try SetObject()
        try object.set(NFTNL_SET_TABLE, table.name)
        try object.set(NFTNL_SET_NAME, name)
        object.set(NFTNL_SET_ID, number)
        object.set(NFTNL_SET_FLAGS, flags)
        object.set(NFTNL_SET_KEY_TYPE, key.typeNumber)
        object.set(NFTNL_SET_KEY_LEN, UInt32(key.length))
        return object
    }

    deinit {
        unsafe nftnl_set_free(object)
    }

    func set(_ attribute: nftnl_set_attr, _ number: UInt32) {
        unsafe nftnl_set_set_u32(object, UInt16(attribute.rawValue), number)
    }

    private func set(_ attribute: nftnl_set_attr, _ text: String) throws(NetfilterError) {
        try check(unsafe nftnl_set_set_str(object, UInt16(attribute.rawValue), text))
    }

    func set(_ attribute: nftnl_set_attr, _ bytes: [UInt8]) throws(NetfilterError) {
        try check(unsafe nftnl_set_set_data(object, UInt16(attribute.rawValue), bytes, UInt32(bytes.count)))
    }

    /// Makes `expression` part of every element, and frees it with the set.
    @unsafe func take(_ expression: OpaquePointer) {
        unsafe nftnl_set_add_expr(object, expression)
    }

    func write(to message: borrowing Message) {
        unsafe nftnl_set_nlmsg_build_payload(message.header, object)
    }
}
