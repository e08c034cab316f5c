import CNetfilter
import Glibc

/// libmnl's socket to the kernel's netfilter.
@safe struct KernelChannel: NetlinkChannel, ~Copyable {
    private let socket: OpaquePointer
    /// Whether something may have been deleted through it.
    private var hasSentBatch = false

    private init() throws(NetfilterError) {
        guard let socket = unsafe mnl_socket_open2(NETLINK_NETFILTER, Int32(SOCK_CLOEXEC.rawValue)) else {
            throw .system(.socket, .current)
        }
        unsafe self.socket = socket
    }

    /// Opens a socket whose errors tell the place in the message, and don't repeat the message.
    static func open() throws(NetfilterError) -> KernelChannel {
        let channel = try KernelChannel()
        try channel.bind()
        try channel.turnOn(NETLINK_EXT_ACK)
        try channel.turnOn(NETLINK_CAP_ACK)
        return channel
    }

    private func bind() throws(NetfilterError) {
        guard unsafe mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) == 0 else { throw .system(.socket, .current) }
    }

    private func turnOn(_ option: Int32) throws(NetfilterError) {
        var on: Int32 = 1
        guard unsafe mnl_socket_setsockopt(socket, option, &on, socklen_t(MemoryLayout.size(ofValue: on))) == 0 else {
            throw .system(.socket, .current)
        }
    }

    /// Lets in what the kernel tells the members of `group`.
    func join(_ group: nfnetlink_groups) throws(NetfilterError) {
        var number = group.rawValue
        let length = socklen_t(MemoryLayout.size(ofValue: number))
        guard unsafe mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP, &number, length) == 0 else {
            throw NetfilterError(.socket, .current)
        }
    }

    /// Waits until something can be received; false if nothing came in time.
    func wait(milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, milliseconds) > 0
    }

    /// After a deletion the kernel closes the socket, since that takes it some milliseconds.
    deinit {
        if hasSentBatch { unsafe cnf_hand_over(mnl_socket_get_fd(socket)) }
        unsafe mnl_socket_close(socket)
        if hasSentBatch { cnf_collect() }
    }

    private var descriptor: Int32 {
        unsafe mnl_socket_get_fd(socket)
    }

    func reserve(sending: Int, receiving: Int) {
        reserve(sending, SO_SNDBUFFORCE, else: SO_SNDBUF)
        reserve(receiving, SO_RCVBUFFORCE, else: SO_RCVBUF)
    }

    /// The first option goes beyond the system's limit, for which it takes CAP_NET_ADMIN.
    private func reserve(_ size: Int, _ forced: Int32, else ordinary: Int32) {
        var size = Int32(clamping: size)
        let length = socklen_t(MemoryLayout.size(ofValue: size))
        if unsafe setsockopt(descriptor, SOL_SOCKET, forced, &size, length) != 0 {
            unsafe setsockopt(descriptor, SOL_SOCKET, ordinary, &size, length)
        }
    }

    func send(_ bytes: [UInt8]) throws(ErrorNumber) {
        guard unsafe mnl_socket_sendto(socket, bytes, bytes.count) >= 0 else { throw .current }
    }

    mutating func send(_ begin: [UInt8], _ pages: borrowing MessagePages, _ end: [UInt8]) throws(ErrorNumber) {
        hasSentBatch = true
        let result: Result<Void, ErrorNumber> = unsafe begin.withUnsafeBytes { begin in
            unsafe end.withUnsafeBytes { end in
                unsafe pages.withPages { pages in
                    unsafe send([iovec(begin)] + pages + [iovec(end)])
                }
            }
        }
        try result.get()
    }

    /// One message of all parts, for the kernel itself: port 0.
    @unsafe private func send(_ parts: [iovec]) -> Result<Void, ErrorNumber> {
        var kernel = sockaddr_nl()
        kernel.nl_family = sa_family_t(AF_NETLINK)
        return unsafe withUnsafeMutablePointer(to: &kernel) { kernel in
            var parts = unsafe parts
            return unsafe parts.withUnsafeMutableBufferPointer { parts in
                var message = unsafe msghdr()
                unsafe message.msg_name = UnsafeMutableRawPointer(kernel)
                unsafe message.msg_namelen = socklen_t(MemoryLayout<sockaddr_nl>.size)
                unsafe message.msg_iov = parts.baseAddress
                unsafe message.msg_iovlen = parts.count
                return unsafe sendmsg(descriptor, &message, 0) >= 0 ? .success(()) : .failure(.current)
            }
        }
    }

    func receive(into buffer: inout [UInt8]) throws(ErrorNumber) -> Int {
        let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT | MSG_TRUNC))
        guard count >= 0 else { throw .current }
        guard count <= buffer.count else { throw .messageTooLong }
        return count
    }
}

extension iovec {
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }
}

extension ErrorNumber {
    /// The error of the call just made.
    fileprivate static var current: ErrorNumber { ErrorNumber(rawValue: errno) }
}
