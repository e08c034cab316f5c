import HostRuleset
import Policy

/// Words of a file for iptables-restore while they grow.
///
/// It reads a line as words between spaces, with `"` around those that hold spaces; `\` would escape. `PlainText` holds neither.
struct IptablesText: RulesetText, Hashable {
    var bytes: [UInt8] = []

    init() {}

    init(_ text: StaticString) {
        append(text)
    }

    /// A chain's name.
    mutating func append(chain: String) {
        bytes.append(contentsOf: chain.utf8)
    }

    mutating func append(_ other: IptablesText) {
        bytes.append(contentsOf: other.bytes)
    }

    /// ` -m comment --comment "…"`.
    ///
    /// A word that begins with `-` is taken for an option, in quotes too (iptables 1.8.4 looks for `-t` in it).
    mutating func append(comment: PlainText) {
        let text = comment.description.hasPrefix("-") ? PlainText("_\(comment)", limit: 255) : comment
        append(" -m comment --comment \"")
        append(text)
        append("\"")
    }
}
