import Emitters
import Policy

/// A host's emitted nftables ruleset as one that forwards to the host and from it, which is all that fwshift reads.
///
/// What is about other things than new connections over TCP and UDP is left out: loopback, ICMP, DHCPv6 answers, logs.
enum HostProjection {
    private static let leftOut = [
        "\"lo\" accept", "ct state", "l4proto icmp", "DHCPv6 answers", "fib daddr", "fib saddr", "limit rate 5/minute",
        "type filter hook",
    ]

    /// The ruleset, in which `entries` decide what goes to the chains `input` and, where there is one, `output`.
    static func text(of policy: HostPolicy, entries: [String]) -> String {
        let lines = NftablesEmitter.emit(policy, toolVersion: "1").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        return lines.flatMap { line -> [String] in
            if leftOut.contains(where: { line.contains($0) }) { return [] }
            return line == "\tchain input {" ? forwardChain(entries) + [String(line)] : [String(line)]
        }
        .joined(separator: "\n")
    }

    private static func forwardChain(_ entries: [String]) -> [String] {
        let rules =
            ["type filter hook forward priority 0; policy drop;", "ct state established,related accept"] + entries
        return ["\tchain forward {"] + rules.map { "\t\t" + $0 } + ["\t}"]
    }
}
