/// Something in a user's input that is wrong or doubtful: collected, never thrown one by one.
public struct Finding: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
        /// Nothing can be made of the input.
        case error
        /// It works, and somebody should look at it.
        case warning
        /// Something to know. It never makes an exit code, and `--quiet` leaves it out.
        case note

        /// A note before a warning before an error.
        public static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// How bad it is.
    public var severity: Severity
    /// The name of the kind, under which the documentation explains it: `offset-out-of-range`.
    public var slug: String
    /// Where it is; nil for what came from flags.
    public var location: SourceLocation?
    /// What is wrong, in one line.
    public var message: String
    /// What to do about it.
    public var hint: String?

    /// A finding of the kind `slug`.
    public init(
        _ severity: Severity,
        _ slug: String,
        at location: SourceLocation? = nil,
        _ message: String,
        hint: String? = nil
    ) {
        self.severity = severity
        self.slug = slug
        self.location = location
        self.message = message
        self.hint = hint
    }
}

/// Every reason why an input can't be used; at least one.
public struct InvalidInput: Error, Hashable, Sendable {
    /// At least one.
    public var findings: [Finding]

    /// The reasons `findings`.
    public init(_ findings: [Finding]) {
        self.findings = findings
    }
}
