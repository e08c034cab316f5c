import Glibc

/// Why a batch couldn't be built or sent, or an answer not be read.
public enum NetfilterError: Error, Hashable, Sendable {
    /// A description that no message can be made of.
    case invalid(InvalidObject)
    /// The kernel refused these objects, in the order of the batch, and changed nothing; none where its reasons were lost.
    case refused([Refusal])
    /// The ruleset isn't the one that the batch was planned on any more; nothing was changed. Look again, and plan again.
    case generationChanged
    /// Writing, and reading most things, takes CAP_NET_ADMIN in the user namespace that owns the network namespace.
    case notPermitted
    /// The batch has `length` bytes, and this process may not give a socket that much room; nothing was changed.
    case batchTooLarge(length: Int)
    /// Answers were lost, and the generation doesn't tell whether the batch was applied, since others changed the ruleset too, or
    /// it can't be asked for.
    case outcomeUnknown
    /// The ruleset changed again and again while it was read.
    case interrupted
    /// No memory for what libnftnl builds, or in the kernel; nothing was changed.
    case outOfMemory
    /// Bytes that are no serialised batch.
    case malformedBatch
    /// What the kernel answered isn't what was asked.
    case unexpectedAnswer
    /// A call that failed for another reason.
    case system(SystemCall, ErrorNumber)

    /// The calls that can fail.
    public enum SystemCall: String, Hashable, Sendable {
        /// Opening and setting up the socket.
        case socket
        /// Sending.
        case sendmsg
        /// Receiving.
        case recv
        /// A question that the kernel refused.
        case request
    }
}

extension NetfilterError: CustomStringConvertible {
    /// What is wrong, in a line; of refusals the first five.
    public var description: String {
        switch self {
        case .invalid(let object): "\(object)"
        case .refused([]): "the kernel refused it, and its reasons were lost"
        case .refused(let refusals):
            "the kernel refused " + refusals.prefix(5).map(\.description).joined(separator: "; ")
                + (refusals.count > 5 ? "; and \(refusals.count - 5) more" : "")
        case .generationChanged: "the ruleset has changed since the batch was planned"
        case .notPermitted: "it takes CAP_NET_ADMIN"
        case .batchTooLarge(let length): "the batch has \(length) bytes, and the socket may not have that much room"
        case .outcomeUnknown: "the kernel's answers were lost: nobody knows whether the changes were made"
        case .interrupted: "the ruleset changed again and again while it was read"
        case .outOfMemory: "out of memory"
        case .malformedBatch: "the bytes are no batch"
        case .unexpectedAnswer: "the kernel answered something else than what was asked"
        case .system(let call, let number): "\(call.rawValue): \(number)"
        }
    }
}

/// The number of an error, as in errno.h.
public struct ErrorNumber: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// ENOENT is 2.
    public let rawValue: Int32

    /// The error with the number `rawValue`.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// As the C library words it: `No such file or directory`.
    public var description: String {
        var text = [CChar](repeating: 0, count: 128)
        guard unsafe strerror_r(rawValue, &text, text.count) == 0 else { return "error \(rawValue)" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension ErrorNumber {
    static let again = ErrorNumber(rawValue: EAGAIN)
    static let busy = ErrorNumber(rawValue: EBUSY)
    static let interrupted = ErrorNumber(rawValue: EINTR)
    static let messageTooLong = ErrorNumber(rawValue: EMSGSIZE)
    static let noBuffers = ErrorNumber(rawValue: ENOBUFS)
    static let noEntry = ErrorNumber(rawValue: ENOENT)
    static let noMemory = ErrorNumber(rawValue: ENOMEM)
    static let notPermitted = ErrorNumber(rawValue: EPERM)
    static let restart = ErrorNumber(rawValue: ERESTART)
}
