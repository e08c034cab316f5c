/// Which state the ruleset of a network namespace is in: another number after every transaction, whoever made it.
public struct Generation: RawRepresentable, Hashable, Sendable {
    /// The kernel's number, which wraps.
    public let rawValue: UInt32

    /// The generation with the kernel's number `rawValue`.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The one after it: the kernel leaves out 0.
    var next: Generation {
        Generation(rawValue: rawValue == .max ? 1 : rawValue + 1)
    }
}
