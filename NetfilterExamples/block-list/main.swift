// Drops packets from the IPv4 addresses that standard input lists, one or one CIDR a line.
//
//     block-list < addresses      makes table inet block-list, or changes it where the list has changed
//
// A list of hundreds of thousands loads in a second; of a changed one only the difference is sent, and rules stay untouched.
import Glibc
import Netfilter

let table = TableName(.inet, "block-list")
let addresses = NamedSet(ObjectName(table, "addresses"), key: .typeof(.ipSource), isInterval: true)

/// `192.0.2.0/24` as the first and the last address; nil for what isn't one.
func interval(_ line: String) -> ClosedRange<UInt32>? {
    let parts = line.split(separator: "/", omittingEmptySubsequences: false)
    let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
    guard bytes.count == 4, let length = parts.count > 1 ? UInt32(parts[1]) : 32, length <= 32 else { return nil }
    let size = UInt32(truncatingIfNeeded: (1 as UInt64) << (32 - length) - 1)
    let first = bytes.reduce(0) { $0 << 8 | UInt32($1) } & ~size
    return first...first + size
}

/// The intervals of standard input, in ascending order, without those that lie within another one.
func wantedIntervals() -> [ClosedRange<UInt32>] {
    var intervals: [ClosedRange<UInt32>] = []
    while let line = readLine() { interval(line).map { intervals.append($0) } }
    intervals.sort { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
    return intervals.reduce(into: []) { kept, next in
        if let last = kept.last, next.upperBound <= last.upperBound { return }
        kept.append(next)
    }
}

/// What it takes to make the table.
func creation(_ wanted: [ClosedRange<UInt32>]) throws -> Batch {
    let chain = ChainName(table, "input")
    var batch = try Batch()
    try batch.add(Table(table))
    try batch.add(addresses)
    try batch.add(ipv4Intervals: wanted, to: addresses)
    try batch.add(Chain(chain, base: BaseChain(.filter, .input, priority: -10)))
    try batch.add(Rule(in: chain, [.match(.ipSource, .set("addresses")), .counter, .drop]))
    return batch
}

/// What it takes to get from the addresses that are blocked to those that are to be.
func difference(_ present: [ClosedRange<UInt32>], _ wanted: [ClosedRange<UInt32>]) throws -> Batch {
    var batch = try Batch()
    try batch.delete(
        ipv4Intervals: Set(present).subtracting(wanted).sorted { $0.lowerBound < $1.lowerBound },
        from: addresses
    )
    try batch.add(
        ipv4Intervals: Set(wanted).subtracting(present).sorted { $0.lowerBound < $1.lowerBound },
        to: addresses
    )
    return batch
}

/// Brings the table up to date; plans again when anybody changes the ruleset between the plan and the commit.
func update(_ wanted: [ClosedRange<UInt32>]) throws {
    var socket = try NetlinkSocket()
    while true {
        let planned = try socket.generation()
        let isNew = try socket.table(table) == nil
        let batch = try isNew ? creation(wanted) : difference(socket.ipv4Intervals(in: addresses), wanted)
        do {
            try socket.commit(batch, plannedOn: planned)
            return print(batch.isEmpty ? "nothing to do" : "\(wanted.count) intervals are blocked")
        } catch NetfilterError.generationChanged {
            continue
        }
    }
}

do {
    try update(wantedIntervals())
} catch {
    print(error)
    exit(1)
}
