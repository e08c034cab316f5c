import CNetfilter

/// A match or target of iptables within a rule of nf_tables, as iptables-nft writes them.
public struct XTablesExtension: Hashable, Sendable {
    /// Whether it decides whether the rule goes on, or does something.
    public enum Kind: Hashable, Sendable {
        /// `-m conntrack …`.
        case match
        /// `-j REJECT …`.
        case target
    }

    /// Which of the two it is.
    public let kind: Kind
    /// iptables' name for it: `conntrack`.
    public let name: String
    /// Which layout `info` has.
    public let revision: UInt32
    /// Its settings: a struct of the kernel's, as this machine holds it.
    public let info: [UInt8]
}

extension Expression {
    /// The extension of iptables that it is; nil for any other expression.
    public var xtablesExtension: XTablesExtension? {
        guard case .other(let name, let bytes) = self else { return nil }
        let attributes = Attributes(bytes[...])
        // NFTA_TARGET_… have the same numbers.
        guard name == "match" || name == "target", let extensionName = attributes.text(NFTA_MATCH_NAME),
            let revision = attributes.number(NFTA_MATCH_REV, as: UInt32.self),
            let info = attributes.content(NFTA_MATCH_INFO)
        else { return nil }
        return XTablesExtension(
            kind: name == "match" ? .match : .target,
            name: extensionName,
            revision: revision,
            info: Array(info)
        )
    }
}
