/// What a target can't express of a host policy: all of it, so that one run shows what has to change.
///
/// A firewall that silently lacks a line is worse than none.
public struct UnsupportedPolicy: Error, Hashable, Sendable, CustomStringConvertible {
    /// The target, as the command line calls it: `iptables`.
    public let target: String
    /// Each thing, and why it can't be expressed, in the order of the policy; at least one.
    public let reasons: [String]

    /// Nothing where `reasons` is empty.
    package init?(target: String, reasons: [String]) {
        if reasons.isEmpty { return nil }
        self.target = target
        self.reasons = reasons
    }

    /// `iptables can't express the selection: …; …`.
    public var description: String {
        "\(target) can't express the selection: \(reasons.joined(separator: "; "))"
    }
}
