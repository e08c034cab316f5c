import CNetfilter
import Glibc

/// The messages of a batch, one behind the other in pages that never move.
///
/// libnftnl checks no bounds: it needs behind every page as much room as the longest message takes.
@safe struct MessagePages: ~Copyable {
    private let batch: OpaquePointer
    /// The message that asks for an acknowledgement: the last one.
    private var last: UnsafeMutablePointer<nlmsghdr>?
    /// How many messages there are; each one's sequence number is its place, from 1.
    private(set) var count: UInt32 = 0
    /// Whether all messages add or delete elements of sets.
    private(set) var areElements = true
    /// The bytes of all messages together.
    private(set) var length = 0

    private static let pageLength: UInt32 = 2 << 20

    /// No message may be longer: one with an attribute of the greatest length, and names around it.
    static let longestMessage = 128 << 10
    /// More than names, a comment and numbers take.
    static let ordinaryMessage = 2048

    init() throws(NetfilterError) {
        guard let batch = unsafe nftnl_batch_alloc(Self.pageLength, UInt32(Self.longestMessage)) else {
            throw .outOfMemory
        }
        unsafe self.batch = batch
    }

    deinit {
        unsafe nftnl_batch_free(batch)
    }

    /// Adds a message that `build` writes the attributes of, in no more than `bound` bytes.
    ///
    /// Older libmnl leaves the bytes between attributes as they are, so they are zeros before it starts.
    ///
    /// The last message of a batch is the only one that asks for an acknowledgement: thousands of them would overflow the
    /// socket's buffer although the kernel has committed.
    mutating func append(
        _ kind: MessageKind,
        family: Family,
        flags: Int32 = 0,
        atMost bound: Int = ordinaryMessage,
        _ build: (borrowing Message) throws(NetfilterError) -> Void
    ) throws(NetfilterError) {
        precondition(bound <= Self.longestMessage, "a message would outgrow its page")
        let buffer = unsafe nftnl_batch_buffer(batch)
        unsafe buffer?.initializeMemory(as: UInt8.self, repeating: 0, count: bound)
        let message = unsafe Message(
            nftnl_nlmsg_build_hdr(
                buffer,
                kind.rawValue,
                UInt16(family.rawValue),
                UInt16(truncatingIfNeeded: flags | NLM_F_ACK),
                count + 1
            )
        )
        try build(message)
        precondition(message.length <= bound, "a message outgrew its bound")
        areElements = areElements && (kind == .newElements || kind == .deleteElements)
        try take(message.length)
    }

    /// Makes the message in the buffer part of the batch.
    ///
    /// libnftnl moves it to a new page where it crosses the end of this one, and says nothing of its place.
    private mutating func take(_ messageLength: Int) throws(NetfilterError) {
        guard unsafe nftnl_batch_update(batch) >= 0 else { throw .outOfMemory }
        if let last = unsafe last {
            unsafe last.pointee.nlmsg_flags &= ~UInt16(NLM_F_ACK)
        }
        let start = unsafe nftnl_batch_buffer(batch) - messageLength
        unsafe last = start.assumingMemoryBound(to: nlmsghdr.self)
        count += 1
        length += messageLength
    }

    /// Calls `body` with the pages that hold messages.
    borrowing func withPages<Result>(_ body: ([iovec]) -> Result) -> Result {
        let count = Int(unsafe nftnl_batch_iovec_len(batch))
        var pages = unsafe [iovec](repeating: iovec(), count: count)
        unsafe nftnl_batch_iovec(batch, &pages, UInt32(count))
        return unsafe body(pages)
    }

    /// Every message, byte for byte.
    var bytes: [UInt8] {
        unsafe withPages { pages in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(length)
            unsafe pages.forEach { page in
                unsafe bytes += UnsafeRawBufferPointer(start: page.iov_base, count: page.iov_len)
            }
            return bytes
        }
    }
}
