/// The few calls of a netlink socket, so that tests can let them fail.
protocol NetlinkChannel: ~Copyable {
    /// Gives the socket room for a message of `sending` bytes, and for answers of `receiving` bytes, as far as it may have it.
    mutating func reserve(sending: Int, receiving: Int)

    /// Sends a question.
    mutating func send(_ bytes: [UInt8]) throws(ErrorNumber)

    /// Sends a batch as one message: what stands before it, the pages, what stands behind it.
    mutating func send(_ begin: [UInt8], _ pages: borrowing MessagePages, _ end: [UInt8]) throws(ErrorNumber)

    /// Fills `buffer` from the start with what the kernel has answered, without waiting; returns how many bytes.
    ///
    /// - Throws: `.again` where nothing is there.
    mutating func receive(into buffer: inout [UInt8]) throws(ErrorNumber) -> Int
}

extension ErrorNumber: Error {}
