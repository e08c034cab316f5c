import Netfilter

/// The same ruleset as a batch and as a file for nft.
enum Workload: String {
    case rules
    case addresses
    case sized
    case intervals

    private static let table = TableName(.inet, "bench")
    private static let chain = ChainName(table, "input")

    private func set(_ count: UInt32) -> NamedSet {
        NamedSet(
            ObjectName(Self.table, "hosts"),
            key: .typeof(.ipSource),
            isInterval: self == .intervals,
            capacity: self == .sized ? Self.size(count) : nil
        )
    }

    /// A power of two with a quarter more room, as carbonwall declares it.
    private static func size(_ count: UInt32) -> UInt32 {
        1 << UInt32(UInt32.bitWidth - (count + count / 4 - 1).leadingZeroBitCount)
    }

    func batch(_ count: UInt32) throws -> Batch {
        var batch = try Batch()
        try batch.add(Table(Self.table))
        switch self {
        case .rules:
            try batch.add(Chain(Self.chain))
            for port in 0..<count {
                let number = FieldValue.number(UInt128(port % 65536))
                try batch.add(Rule(in: Self.chain, [.match(.tcpDestination, .value(number)), .accept]))
            }
        case .addresses, .sized:
            let set = set(count)
            try batch.add(set)
            try batch.add(ipv4Addresses: (0..<count).map { 0x0a00_0000 + 4 * $0 }, to: set)
        case .intervals:
            let set = set(count)
            try batch.add(set)
            try batch.add(ipv4Intervals: (0..<count).map { 0x0a00_0000 + 4 * $0...0x0a00_0001 + 4 * $0 }, to: set)
        }
        return batch
    }

    /// Reads everything back.
    func countInKernel(_ socket: inout NetlinkSocket) throws -> Int {
        switch self {
        case .rules: try socket.rules(of: Self.table).count
        case .addresses, .sized: try socket.ipv4Addresses(in: set(0)).count
        case .intervals: try socket.ipv4Intervals(in: set(0)).count
        }
    }

    func file(_ count: UInt32) -> String {
        var text = "table inet bench {\n"
        switch self {
        case .rules:
            text += "chain input {\n"
            for port in 0..<count { text += "tcp dport \(port % 65536) accept\n" }
            text += "}\n"
        case .addresses, .sized:
            let size = self == .sized ? "size \(Self.size(count)); " : ""
            let list = (0..<count).map { Self.address(0x0a00_0000 + 4 * $0) }.joined(separator: ",\n")
            text += "set hosts { typeof ip saddr; \(size)elements = {\n\(list)\n} }\n"
        case .intervals:
            let list = (0..<count).map {
                "\(Self.address(0x0a00_0000 + 4 * $0))-\(Self.address(0x0a00_0001 + 4 * $0))"
            }
            text += "set hosts { typeof ip saddr; flags interval; elements = {\n\(list.joined(separator: ",\n"))\n} }\n"
        }
        return text + "}\n"
    }

    private static func address(_ bits: UInt32) -> String {
        "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
    }
}
