import CNetfilter

/// What is said over a netlink socket, and what comes back.
///
/// The kernel answers while it takes a message, so nothing here waits: an answer that isn't there won't come.
struct Conversation<Channel: NetlinkChannel & ~Copyable>: ~Copyable {
    private var channel: Channel
    /// What one call can receive; the kernel makes parts of a dump of up to 32 KiB.
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var sequence = BatchFrame.sequence
    /// Whether elements that were read while the ruleset changed count, since whoever reads them looks at what has changed.
    var keepsInterruptedElements = false

    init(_ channel: consuming Channel) {
        self.channel = channel
    }

    /// Sends a batch, and with it the end that makes it whole unless it `isTrial`.
    mutating func exchange(
        _ pages: borrowing MessagePages,
        plannedOn generation: Generation?,
        isTrial: Bool = false
    ) throws(NetfilterError) -> Acknowledgements {
        let begin = BatchFrame.begin(plannedOn: generation)
        let end = isTrial ? [] : BatchFrame.end
        let length = begin.count + pages.length + end.count
        try dropAcknowledgements()
        channel.reserve(
            sending: length + Self.sendingOverhead,
            receiving: Int(pages.count + 1) * Self.acknowledgementRoom
        )
        do throws(ErrorNumber) {
            while true {
                do throws(ErrorNumber) {
                    try channel.send(begin, pages, end)
                    break
                } catch .interrupted {}
            }
        } catch {
            throw error == .messageTooLong ? .batchTooLarge(length: length) : NetfilterError(.sendmsg, error)
        }
        // The batch may be applied by now: answers that can't be received are lost, and no failure of it.
        var result = Acknowledgements()
        try? acknowledgements(&result)
        return result
    }

    /// What the kernel keeps of a socket's room for itself.
    private static var sendingOverhead: Int { 4096 }
    /// Room that the kernel takes for an acknowledgement that waits.
    private static var acknowledgementRoom: Int { 1024 }

    /// Sends a question and hands every answer to `body`, which tells whether it is what was asked.
    ///
    /// Asked for the end of an interval that has none, the kernel gives no answer at all. Every other question has one: silence
    /// is never taken for "there is none".
    ///
    /// - Returns: Whether the answers belong together: false where the ruleset changed in between.
    mutating func ask(_ request: Request, _ body: (NetlinkMessage) -> Bool) throws(NetfilterError) -> Bool {
        try dropAcknowledgements()
        sequence = sequence == .max ? 1 : sequence + 1
        try send(request)
        var isWhole = true
        while true {
            guard let messages = try receive() else {
                guard request.mayStayUnanswered else { throw .unexpectedAnswer }
                return isWhole
            }
            for message in messages where message.sequence == sequence {
                if message.isInterrupted { isWhole = false }
                if let error = message.acknowledgement?.error, error.rawValue != 0 {
                    throw NetfilterError(.request, error)
                }
                if message.isEnd { return isWhole }
                guard body(message) else { throw .unexpectedAnswer }
                if !request.isDump { return isWhole }
            }
        }
    }

    private mutating func send(_ request: Request) throws(NetfilterError) {
        let bytes = request.bytes(sequence: sequence)
        while true {
            do throws(ErrorNumber) {
                return try channel.send(bytes)
            } catch {
                guard error == .interrupted else { throw NetfilterError(.sendmsg, error) }
            }
        }
    }

    /// What was left from before.
    private mutating func dropAcknowledgements() throws(NetfilterError) {
        var rest = Acknowledgements()
        try acknowledgements(&rest)
    }

    /// All acknowledgements that wait, until nothing is left; ENOBUFS says that some were lost, and the others come.
    private mutating func acknowledgements(_ result: inout Acknowledgements) throws(NetfilterError) {
        while true {
            do throws(NetfilterError) {
                guard let messages = try receive() else { return }
                result.received += messages.compactMap(\.acknowledgement)
            } catch {
                guard error == .system(.recv, .noBuffers) else { throw error }
            }
        }
    }

    /// What one call receives; nil where nothing waits.
    private mutating func receive() throws(NetfilterError) -> [NetlinkMessage]? {
        while true {
            let count: Int
            do throws(ErrorNumber) {
                count = try channel.receive(into: &buffer)
            } catch {
                if error == .interrupted { continue }
                if error == .again { return nil }
                throw .system(.recv, error)
            }
            guard let messages = NetlinkMessage.split(buffer[..<count]) else { throw .unexpectedAnswer }
            return messages
        }
    }
}

/// What the kernel said of a batch.
struct Acknowledgements {
    var received: [Acknowledgement] = []
}
