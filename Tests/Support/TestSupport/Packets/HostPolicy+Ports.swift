#if os(Linux)
public import Policy

extension HostPolicy {
    /// The ports of `transport` at which the policy accepts packets like `prototype`, whatever its content.
    ///
    /// A verdict can change only where a range of the policy starts or ends, so one port of each run between those is
    /// asked: 131,070 verdicts a source would take minutes in unoptimised code.
    public func acceptedPorts(_ transport: Transport, like prototype: Packet) -> PortMarks {
        var marks = PortMarks()
        var packet = prototype
        let starts = runStarts
        for (start, next) in zip(starts, starts.dropFirst() + [65536]) {
            packet.content = .ports(transport, source: 40000, destination: UInt16(start))
            if verdict(for: packet) == .accept { marks.mark(UInt16(start)...UInt16(next - 1)) }
        }
        return marks
    }

    /// The first ports of the runs, ascending, from 1.
    private var runStarts: [Int] {
        var ranges = services.map(\.ports) + guards.compactMap(\.allowed.ports) + HostEssentials.outbound.map(\.ports)
        ranges += (egress ?? []).flatMap(\.services).map(\.target.ports)
        if case .product(let fenced) = scope { ranges += fenced.map(\.ports) }
        let starts = ranges.flatMap { [Int($0.lower), Int($0.upper) + 1] }
        return Set(starts + [1]).filter { 1...65535 ~= $0 }.sorted()
    }
}
#endif
