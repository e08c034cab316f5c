import CNetfilter

/// libnftnl's table.
@safe struct TableObject: ~Copyable {
    private let object: OpaquePointer

    private init() throws(NetfilterError) {
        guard let object = unsafe nftnl_table_alloc() else { throw .outOfMemory }
        unsafe self.object = object
    }

    /// An object that describes `table`.
    static func make(_ table: Table) throws(NetfilterError) -> TableObject {
        let object = try TableObject()
        try object.set(table)
        return object
    }

    private func set(_ table: Table) throws(NetfilterError) {
        try check(unsafe nftnl_table_set_str(object, UInt16(NFTNL_TABLE_NAME.rawValue), table.name.name))
        let flags = table.isDormant ? UInt32(NFT_TABLE_F_DORMANT.rawValue) : 0
        unsafe nftnl_table_set_u32(object, UInt16(NFTNL_TABLE_FLAGS.rawValue), flags)
        if let comment = table.comment {
            let data = UserData.table(comment: comment)
            try check(
                unsafe nftnl_table_set_data(object, UInt16(NFTNL_TABLE_USERDATA.rawValue), data, UInt32(data.count))
            )
        }
    }

    deinit {
        unsafe nftnl_table_free(object)
    }

    func write(to message: borrowing Message) {
        unsafe nftnl_table_nlmsg_build_payload(message.header, object)
    }
}

/// Throws where `result`, of one of libnftnl's setters, says that there was no memory for a copy.
func check(_ result: Int32) throws(NetfilterError) {
    guard result >= 0 else { throw .outOfMemory }
}
