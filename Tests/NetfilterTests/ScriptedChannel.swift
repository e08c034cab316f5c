@testable import Netfilter

/// A channel to nowhere that does what it is told, call after call, to show what comes of failures that a kernel seldom has.
struct ScriptedChannel: NetlinkChannel, ~Copyable {
    /// What each sending ends with; nil for success, which it is too when nothing is left.
    var sendings: [ErrorNumber?] = []
    /// What each receiving ends with; nothing waits when nothing is left.
    var answers: [Answer] = []

    enum Answer {
        case bytes([UInt8])
        case error(ErrorNumber)

        /// A message of this type, with what follows its header.
        static func message(type: UInt16, sequence: UInt32, flags: UInt16 = 0, _ content: [UInt8]) -> Answer {
            .bytes(
                UInt32(16 + content.count).hostBytes + type.hostBytes + flags.hostBytes + sequence.hostBytes
                    + UInt32(0).hostBytes + content
            )
        }

        /// NLMSG_ERROR, with the header of the message that it is about; without an error, its acknowledgement.
        static func acknowledgement(of sequence: UInt32, error: Int32 = 0) -> Answer {
            message(type: 2, sequence: sequence, (-error).hostBytes + [UInt8](repeating: 0, count: 16))
        }

        /// NFT_MSG_NEWGEN.
        static func generation(_ number: UInt32, sequence: UInt32) -> Answer {
            message(type: 0x0a0f, sequence: sequence, [0, 0, 0, 0] + [8, 0, 1, 0] + number.networkBytes)
        }

        /// NLMSG_DONE.
        static func end(sequence: UInt32, flags: UInt16 = 0) -> Answer {
            message(type: 3, sequence: sequence, flags: flags, [0, 0, 0, 0])
        }

        /// Nothing waits.
        static let nothing = Answer.error(.again)
    }

    mutating func reserve(sending: Int, receiving: Int) {}

    mutating func send(_ bytes: [UInt8]) throws(ErrorNumber) {
        try nextSending()
    }

    mutating func send(_ begin: [UInt8], _ pages: borrowing MessagePages, _ end: [UInt8]) throws(ErrorNumber) {
        try nextSending()
    }

    private mutating func nextSending() throws(ErrorNumber) {
        guard !sendings.isEmpty, let error = sendings.removeFirst() else { return }
        throw error
    }

    mutating func receive(into buffer: inout [UInt8]) throws(ErrorNumber) -> Int {
        guard !answers.isEmpty else { throw .again }
        switch answers.removeFirst() {
        case .error(let error): throw error
        case .bytes(let bytes):
            buffer.replaceSubrange(..<bytes.count, with: bytes)
            return bytes.count
        }
    }
}
