/// A policy that goes away again unless somebody confirms it in time.
package struct PendingConfirmation: Hashable, Sendable {
    /// The number of the policy to confirm.
    package let policy: Int
    /// The number of the policy to go back to; nil where there was none, so that the table goes away.
    package let previous: Int?
    /// When it goes away.
    package let deadline: BootTime
    /// The boot that the deadline counts from; `interrupted` if boot found the policy gone.
    package let boot: BootID
    /// By which its watchdog knows it.
    package let token: ConfirmationToken

    /// The confirmation of `policy` within `seconds` from now.
    ///
    /// - Throws: Where /proc isn't there.
    package init(of policy: Int, backTo previous: Int?, within seconds: UInt32) throws(SystemProblem) {
        self.init(
            policy: policy,
            previous: previous,
            deadline: .now.advanced(bySeconds: seconds),
            boot: try .current(),
            token: .random()
        )
    }

    init(policy: Int, previous: Int?, deadline: BootTime, boot: BootID, token: ConfirmationToken) {
        self.policy = policy
        self.previous = previous
        self.deadline = deadline
        self.boot = boot
        self.token = token
    }
}

extension BootID {
    /// No boot's: the confirmation is over, whichever boot it was of.
    static let interrupted = BootID("interrupted")
}

/// What tells one pending confirmation from every other.
package struct ConfirmationToken: Hashable, Sendable, CustomStringConvertible {
    let number: UInt64

    init(number: UInt64) {
        self.number = number
    }

    static func random() -> ConfirmationToken {
        ConfirmationToken(number: .random(in: .min ... .max))
    }

    /// The token that `text` is the description of; nil where it isn't one.
    package init?(_ text: String) {
        guard text.utf8.count == 16, text.allSatisfy(\.isHexDigit), let number = UInt64(text, radix: 16) else {
            return nil
        }
        self.number = number
    }

    /// 16 hexadecimal digits: good for an argument and for the name of a unit.
    package var description: String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// How a confirmation ended.
package struct ConfirmationOutcome: Hashable, Sendable {
    /// What became of the policy.
    package enum Result: Hashable, Sendable {
        case confirmed
        /// Nobody confirmed it, and the one before was restored.
        case restored
        /// Nobody confirmed it, and the one before couldn't be restored, for this reason.
        case failed(String)
    }

    /// The policy that was to be confirmed.
    package let policy: Int
    /// When.
    package let time: CalendarTime
    /// What became of it.
    package let result: Result

    /// The longest reason that is kept, in bytes of UTF-8.
    static let longestReason = 512
}
