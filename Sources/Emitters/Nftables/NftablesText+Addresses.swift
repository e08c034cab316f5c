import HostRuleset
import Policy

extension NftablesText {
    mutating func append(_ match: Ruleset.AddressMatch) {
        switch match {
        case .anyIPv4:
            append("meta nfproto ipv4")
        case .anyIPv6:
            append("meta nfproto ipv6")
        case .ipv4(let field, let block):
            append(field == .source ? "ip saddr " : "ip daddr ")
            append(block)
        case .ipv6(let field, let block):
            append(field == .source ? "ip6 saddr " : "ip6 daddr ")
            append(block)
        case .ipv4Networks(let field, let prefixLength, let set):
            append(field == .source ? "ip saddr" : "ip daddr")
            if prefixLength < UInt32.bitWidth {
                append(" & ")
                append(IPv4Address(bits: .prefixMask(prefixLength)))
            }
            append(elementOf: set)
        case .ipv6Networks(let field, let prefixLength, let set):
            append(field == .source ? "ip6 saddr" : "ip6 daddr")
            if prefixLength < UInt128.bitWidth {
                append(" & ")
                append(IPv6Address(bits: .prefixMask(prefixLength)))
            }
            append(elementOf: set)
        }
    }

    private mutating func append(elementOf set: ObjectName) {
        append(" @")
        append(set)
    }
}
