import HostRuleset
import Policy

extension NftablesText {
    mutating func append(_ match: Ruleset.Match) {
        switch match {
        case .loopback(let hook):
            append(hook == .input ? "iif \"lo\"" : "oif \"lo\"")
        case .inputInterface(let names):
            append("iifname ")
            append(list: names) { $0.append(quoted: $1) }
        case .connectionState(let states):
            append(states)
        case .icmp:
            append("meta nfproto ipv4 meta l4proto icmp")
        case .icmpv6:
            append("meta nfproto ipv6 meta l4proto icmpv6")
        case .icmpTypes(let types):
            append("icmp type ")
            append(list: types) { $0.append(icmpType: $1) }
        case .icmpv6Types(let types):
            append("icmpv6 type ")
            append(list: types) { $0.append(icmpv6Type: $1) }
        case .igmp:
            append("ip protocol igmp")
        case .hopLimit(let limit):
            append("ip6 hoplimit ")
            append(UInt64(limit))
        case .address(let match):
            append(match)
        case .ipv4Destinations(let addresses):
            append("ip daddr ")
            append(list: addresses) { $0.append($1) }
        case .protocols(let numbers):
            append("meta l4proto ")
            append(list: numbers) { $0.append(protocol: $1) }
        case .unreachableSource:
            append("fib saddr . iif oif missing")
        case .destinationPort(let set):
            append("meta l4proto . th dport @")
            append(set)
        case .destinationPorts(let target):
            append(target.transport == .tcp ? "tcp dport " : "udp dport ")
            append(target.ports)
        case .broadcastOrMulticast:
            append("fib daddr type { broadcast, multicast }")
        }
    }

    /// A protocol by the name that every nft knows it by, or by its number.
    private mutating func append(protocol number: UInt8) {
        switch number {
        case 6: append("tcp")
        case 17: append("udp")
        default: append(UInt64(number))
        }
    }

    private mutating func append(quoted interface: InterfaceName) {
        append("\"")
        append(interface)
        append("\"")
    }

    /// Several states are one bit mask, written without braces: a set of states would be another expression.
    private mutating func append(_ states: [Ruleset.ConnectionState]) {
        append("ct state ")
        for (index, state) in states.enumerated() {
            if index > 0 { append(",") }
            switch state {
            case .established: append("established")
            case .invalid: append("invalid")
            }
        }
    }
}
