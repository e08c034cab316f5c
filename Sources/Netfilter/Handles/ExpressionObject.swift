import CNetfilter

/// libnftnl's expression.
@safe struct ExpressionObject: ~Copyable {
    private let object: OpaquePointer

    /// An expression of the kind that the kernel calls `name`, without attributes.
    init(_ name: StaticString) throws(NetfilterError) {
        guard let object = unsafe nftnl_expr_alloc(name.utf8Start) else { throw .outOfMemory }
        unsafe self.object = object
    }

    deinit {
        unsafe nftnl_expr_free(object)
    }

    /// Writes the expression's name and its attributes.
    func write(to message: borrowing Message) {
        unsafe nftnl_expr_build_payload(message.header, object)
    }

    /// Gives it to a set, which frees it.
    consuming func give(to set: borrowing SetObject) {
        unsafe set.take(object)
        discard self
    }

    func set(_ attribute: Int, _ number: UInt8) {
        unsafe nftnl_expr_set_u8(object, UInt16(attribute), number)
    }

    func set(_ attribute: Int, _ number: UInt32) {
        unsafe nftnl_expr_set_u32(object, UInt16(attribute), number)
    }

    func set(_ attribute: Int, _ number: UInt64) {
        unsafe nftnl_expr_set_u64(object, UInt16(attribute), number)
    }

    func set(_ attribute: Int, _ text: String) throws(NetfilterError) {
        try check(unsafe nftnl_expr_set_str(object, UInt16(attribute), text))
    }

    func set(_ attribute: Int, _ bytes: [UInt8]) throws(NetfilterError) {
        try check(unsafe nftnl_expr_set(object, UInt16(attribute), bytes, UInt32(bytes.count)))
    }
}
