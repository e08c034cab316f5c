import CLinux
import Glibc
import SystemPackage

/// A request to one of the kernel's netlink families: a header, a body, attributes (netlink(7)).
struct NetlinkRequest {
    private let type: UInt16
    private let flags: Int32
    private var body: [UInt8]

    /// The request `type` with the fixed part `body`.
    init<Body: BitwiseCopyable>(_ type: Int, flags: Int32, _ body: Body) {
        self.type = UInt16(type)
        self.flags = flags
        self.body = unsafe withUnsafeBytes(of: body) { unsafe Array($0) }
    }

    /// Adds the attribute `type`, padded to four bytes.
    mutating func append(_ type: Int, _ value: [UInt8]) {
        body += [UInt16(4 + value.count), UInt16(type)].flatMap(\.hostBytes) + value
        body += [UInt8](repeating: 0, count: -value.count & 3)
    }

    /// Adds the attribute `type` that holds attributes itself.
    mutating func append(_ type: Int, nesting fill: (inout NetlinkRequest) -> Void) {
        var inner = NetlinkRequest(0, flags: 0, UInt32(0))
        inner.body = []
        fill(&inner)
        append(type | Int(NLA_F_NESTED), inner.body)
    }

    fileprivate var bytes: [UInt8] {
        let length = UInt32(MemoryLayout<nlmsghdr>.size + body.count)
        return length.hostBytes + type.hostBytes + UInt16(NLM_F_REQUEST | flags).hostBytes
            + [UInt8](repeating: 0, count: 8) + body
    }
}

/// A connection to one of the kernel's netlink families.
struct NetlinkConnection: ~Copyable {
    /// More than the kernel puts into one datagram.
    private static let largestDatagram = 1 << 16

    private let descriptor: Descriptor

    /// Connects to `family`, such as `NETLINK_ROUTE`.
    ///
    /// - Throws: errno.
    init(_ family: Int32) throws(Errno) {
        descriptor = try Descriptor { socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | O_CLOEXEC, family) }
    }

    /// Sends `request`, and takes in each message of the answer, by its type, until the last.
    ///
    /// - Throws: The errno that the kernel answers; `badMessage` when the answer makes no sense.
    borrowing func send(
        _ request: NetlinkRequest,
        each take: (Int32, ArraySlice<UInt8>) throws(Errno) -> Void = { _, _ in }
    ) throws(Errno) {
        let (number, bytes) = (descriptor.number, request.bytes)
        try SystemCall.result { unsafe Glibc.send(number, bytes, bytes.count, 0) }
        while try !NetlinkAnswer.read(try Self.receive(number), each: take) {}
    }

    /// One datagram from the netlink socket `number`.
    static func receive(_ number: Int32) throws(Errno) -> [UInt8] {
        var datagram = [UInt8](repeating: 0, count: largestDatagram)
        let length = try SystemCall.result { unsafe recv(number, &datagram, datagram.count, Int32(MSG_TRUNC)) }
        guard length <= datagram.count else { throw .messageTooLong }
        return Array(datagram[..<length])
    }
}

/// The datagrams of which an answer consists.
enum NetlinkAnswer {
    /// Takes in the messages of one datagram (struct nlmsghdr of linux/netlink.h, each with a body).
    ///
    /// - Returns: Whether it was the last.
    /// - Throws: The errno that the kernel answers, `badMessage` when the datagram isn't what it should be.
    static func read(
        _ datagram: [UInt8],
        each take: (Int32, ArraySlice<UInt8>) throws(Errno) -> Void
    ) throws(Errno) -> Bool {
        var rest = datagram[...]
        let headerLength = MemoryLayout<nlmsghdr>.size
        while !rest.isEmpty {
            let header = try rest.value(of: nlmsghdr.self)
            let length = Int(header.nlmsg_len)
            guard headerLength...rest.count ~= length else { throw .badMessage }
            let body = rest.prefix(length).dropFirst(headerLength)
            switch Int32(header.nlmsg_type) {
            case NLMSG_DONE: return true
            case NLMSG_ERROR:
                let code = -(try body.value(of: Int32.self))
                if code == 0 { return true }
                throw Errno(rawValue: code)
            default: try take(Int32(header.nlmsg_type), body)
            }
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return false
    }
}

/// The attributes of a message, by their types; of several with the same type the last.
struct NetlinkAttributes {
    private var values: [Int: ArraySlice<UInt8>] = [:]

    /// Reads as many as are whole.
    init(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while rest.count >= 4, let length = try? Int(rest.value(of: UInt16.self)), 4...rest.count ~= length,
            let type = try? Int(rest.dropFirst(2).value(of: UInt16.self))
        {
            values[type & ~Int(NLA_F_NESTED) & 0xffff] = rest.prefix(length).dropFirst(4)
            rest = rest.dropFirst((length + 3) & ~3)
        }
    }

    /// The value of the attribute `type`.
    subscript(_ type: Int) -> ArraySlice<UInt8>? { values[type] }

    /// The attributes inside the attribute `type`; none if it isn't there.
    func nested(_ type: Int) -> NetlinkAttributes { NetlinkAttributes(values[type] ?? []) }

    /// The attribute `type` as text, without the zero at its end.
    func text(_ type: Int) -> String? {
        values[type].map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The attribute `type` as a number in this machine's order of bytes.
    func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Int) -> Number? {
        values[type].flatMap { try? $0.value(of: Number.self) }
    }
}

extension ArraySlice<UInt8> {
    /// The C value that the bytes begin with.
    func value<Value: BitwiseCopyable>(of type: Value.Type) throws(Errno) -> Value {
        guard count >= MemoryLayout<Value>.size else { throw .badMessage }
        return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(as: type) }
    }
}

extension FixedWidthInteger where Self: BitwiseCopyable {
    /// The bytes in this machine's order.
    var hostBytes: [UInt8] { unsafe withUnsafeBytes(of: self) { unsafe Array($0) } }
}
