extension Expression {
    /// A step that compares nothing, in nft's words, or in brackets under the kernel's name; `network` is what packets are known
    /// to be.
    func statementText(_ network: Family?) -> String {
        switch self {
        case .limit(let limit): limit.text
        case .log(let log): log.text
        case .counter(CounterValue()): "counter"
        case .counter(let value): "counter packets \(value.packets) bytes \(value.bytes)"
        case .namedCounter(let name): "counter name \"\(name)\""
        case .verdict(let verdict): verdict.text
        case .reject(let reject): reject.text(network)
        case .other(let name, _): "[ \(name) ]"
        case .meta, .payload, .conntrack, .fib, .bitwise, .compare, .range, .lookup: "[ a comparison ]"
        }
    }
}

extension Verdict {
    fileprivate var text: String {
        switch self {
        case .accept: "accept"
        case .drop: "drop"
        case .return: "return"
        case .jump(let chain): "jump \(chain)"
        case .goto(let chain): "goto \(chain)"
        case .other(-1): "continue"
        case .other(let code): "[ verdict \(code) ]"
        }
    }
}

extension Limit {
    fileprivate var text: String {
        let periods: [Period: String] = [.second: "second", .minute: "minute", .hour: "hour", .day: "day"]
        let period =
            periods[self.period] ?? (self.period.rawValue == 604_800 ? "week" : "\(self.period.rawValue) seconds")
        let unit = unit == .bytes ? " bytes" : ""
        let burst = burst == 0 ? "" : " burst \(burst) \(self.unit == .bytes ? "bytes" : "packets")"
        return "limit rate \(isOver ? "over " : "")\(rate)\(unit)/\(period)\(burst)"
    }
}

extension Log {
    fileprivate var text: String {
        var words = ["log"]
        if !prefix.isEmpty { words.append("prefix \"\(prefix)\"") }
        if level != .warning { words.append("level \(level.text)") }
        return (words + details.texts.map { "flags \($0)" }).joined(separator: " ")
    }
}

extension Log.Level {
    fileprivate var text: String {
        let names = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"]
        return Int(rawValue) < names.count ? names[Int(rawValue)] : "\(rawValue)"
    }
}

extension Log.Details {
    fileprivate var texts: [String] {
        if self == .all { return ["all"] }
        let names: [(Log.Details, String)] = [
            (.tcpSequence, "tcp sequence"), (.tcpOptions, "tcp options"), (.ipOptions, "ip options"), (.user, "skuid"),
            (.ethernet, "ether"),
        ]
        return names.filter { contains($0.0) }.map(\.1)
    }
}

extension Reject {
    fileprivate func text(_ network: Family?) -> String {
        switch self {
        case .tcpReset: "reject with tcp reset"
        case .icmp(let code) where network == .ip6:
            "reject with icmpv6 type \(Self.ip6Codes[code] ?? "\(code)")"
        case .icmp(let code): "reject with icmp type \(Self.codes[code] ?? "\(code)")"
        case .icmpx(let reason): "reject with icmpx type \(reason.text)"
        }
    }

    /// ICMP's codes of unreachable destinations that nft has names for.
    private static let codes: [UInt8: String] = [
        0: "net-unreachable", 1: "host-unreachable", 2: "prot-unreachable", 3: "port-unreachable", 9: "net-prohibited",
        10: "host-prohibited", 13: "admin-prohibited",
    ]

    /// ICMPv6's.
    private static let ip6Codes: [UInt8: String] = [
        0: "no-route", 1: "admin-prohibited", 3: "addr-unreachable", 4: "port-unreachable",
    ]
}

extension Reject.Reason {
    fileprivate var text: String {
        let names: [Reject.Reason: String] = [
            .noRoute: "no-route", .portUnreachable: "port-unreachable", .hostUnreachable: "host-unreachable",
            .adminProhibited: "admin-prohibited",
        ]
        return names[self] ?? "\(rawValue)"
    }
}
