import TestSupport

/// Rulesets that nobody would write: every kind of match before every kind of verdict.
struct RandomChains {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The next one that nft takes: it refuses to match on both families in one rule.
    mutating func loadableRuleset() async throws -> String {
        while true {
            let text = ruleset()
            let isTaken = try await NetworkNamespace.isolated {
                try ProcessRunner.run(["nft", "-c", "-f", "-"], input: Array(text.utf8)).succeeded
            }
            if isTaken { return text }
        }
    }

    /// A table with three chains of rules, the first two of which jump to later ones.
    private mutating func ruleset() -> String {
        let policy = pick(["accept", "drop"])
        let first = rules(jumpingTo: ["one", "two"])
        let second = rules(jumpingTo: ["two"])
        let third = rules(jumpingTo: [])
        return """
            table inet other {
                set nets { type ipv4_addr; flags interval; elements = { 10.9.0.0/24, 203.0.113.9 }; }
                set ports { type inet_service; elements = { 22, 9443 }; }
                set pairs { type inet_proto . inet_service; elements = { tcp . 9443, udp . 45564 }; }
                set ways { type ipv6_addr . inet_service; flags interval; elements = { fd00::/16 . 9000-9999 }; }
                map fates { type inet_service : verdict; elements = { 22 : drop, 9443 : accept, 9611 : return }; }
                chain two { \(third) }
                chain one { \(second) }
                chain input { type filter hook input priority 10; policy \(policy); \(first) }
            }
            """
    }

    private mutating func rules(jumpingTo chains: [String]) -> String {
        (0..<Int.random(in: 1...6, using: &generator)).map { _ in rule(jumpingTo: chains) }.joined(separator: "; ")
            + ";"
    }

    private mutating func rule(jumpingTo chains: [String]) -> String {
        let verdicts = ["accept", "drop", "return", "reject", "counter", "log"]
        if Int.random(in: 0..<8, using: &generator) == 0 { return pick(Self.maps) }
        let matches = (0..<Int.random(in: 0...2, using: &generator)).map { _ in pick(Self.matches) }
        let verdict = pick(verdicts + chains.flatMap { ["jump \($0)", "goto \($0)"] } + chains.map { "jump \($0)" })
        return (matches + [verdict]).joined(separator: " ")
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &generator) ?? ""
    }

    private static let matches = [
        "meta nfproto ipv4", "meta nfproto ipv6", "meta l4proto tcp", "meta l4proto != udp", "tcp dport 9443",
        "tcp dport != 22", "tcp dport 9000-9700", "tcp dport != 1-9442", "udp dport { 53, 45564 }", "th dport > 9611",
        "th dport <= 8243", "tcp sport < 1024", "udp sport 68", "ip saddr 10.0.0.0/8", "ip saddr != 10.9.0.0/24",
        "ip saddr 10.0.0.0/9", "ip saddr & 0.0.255.255 == 0.0.0.5", "ip saddr > 100.0.0.0", "ip6 saddr fd00:9::/64",
        "ip6 saddr != 2001:db8::/33", "ip saddr @nets", "ip saddr != @nets", "th dport @ports",
        "meta l4proto . th dport @pairs", "ip6 saddr . tcp dport @ways", "ct state new", "ct state established,related",
        "ct state { new, untracked }", "ct state != new", "ct status dnat", "ct direction original", "iifname lo",
        "iifname != lo", "iifname \"eth*\"", "iif lo", "fib daddr type local", "fib saddr . iif oif missing",
        "meta pkttype host", "meta pkttype { broadcast, multicast }", "tcp flags syn", "tcp flags & (syn|ack) == ack",
        "meta mark 7", "limit rate 100/second", "ip ttl 64", "ip protocol tcp", "ip6 nexthdr udp", "ip daddr 10.0.1.11",
        "meta hour 1-23", "meta length < 10000",
    ]

    private static let maps = [
        "th dport vmap @fates", "ct state vmap { established : accept, invalid : drop }",
        "meta l4proto vmap { tcp : return, udp : drop }",
        "ip saddr vmap { 10.9.0.0/24 : accept, 203.0.113.0/24 : drop }",
        "iifname vmap { lo : accept, eth1 : drop }",
    ]
}
