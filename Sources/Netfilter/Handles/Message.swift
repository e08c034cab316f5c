import CNetfilter

/// A message while its attributes are written.
///
/// It lives in a page of `MessagePages`, and no longer than the closure that gets it.
@safe struct Message: ~Copyable {
    let header: UnsafeMutablePointer<nlmsghdr>

    @unsafe init(_ header: UnsafeMutablePointer<nlmsghdr>) {
        unsafe self.header = header
    }

    /// Bytes so far, the header's included.
    var length: Int {
        unsafe Int(header.pointee.nlmsg_len)
    }

    /// Attributes as they are.
    func put(_ attributes: Attributes) {
        unsafe attributes.bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe mnl_nlmsg_get_payload_tail(header).copyMemory(from: start, byteCount: bytes.count)
            unsafe header.pointee.nlmsg_len += UInt32(bytes.count)
        }
    }

    func put(_ type: some AttributeType, _ text: String) {
        unsafe mnl_attr_put_strz(header, type.number, text)
    }

    func put(_ type: some AttributeType, _ bytes: [UInt8]) {
        unsafe mnl_attr_put(header, type.number, bytes.count, bytes)
    }

    /// A number in network order, as nf_tables has them.
    func put(_ type: some AttributeType, _ number: UInt32) {
        unsafe mnl_attr_put_u32(header, type.number, number.bigEndian)
    }

    /// A number in network order, as nf_tables has them.
    func put(_ type: some AttributeType, _ number: UInt64) {
        unsafe mnl_attr_put_u64(header, type.number, number.bigEndian)
    }

    /// An attribute of attributes, given as bytes.
    func putNest(_ type: some AttributeType, _ attributes: [UInt8]) {
        unsafe mnl_attr_put(header, type.nestNumber, attributes.count, attributes)
    }

    /// An attribute of attributes, which `body` writes.
    func nest(_ type: some AttributeType, _ body: () throws(NetfilterError) -> Void) throws(NetfilterError) {
        let start = unsafe mnl_attr_nest_start(header, type.number)
        try body()
        unsafe mnl_attr_nest_end(header, start)
    }
}
