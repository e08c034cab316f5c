import Testing

@testable import Netfilter

/// A batch that was kept as bytes, and goes on from what was counted meanwhile.
@Suite struct ContinuingTests {
    private static let dropped = Example.object("dropped")

    private static func batch(counting value: CounterValue, elements: [SetElement]) throws -> Batch {
        var batch = try Batch()
        try batch.replace(Table(Example.table))
        try batch.add(Counter(dropped, value: value, comment: "all"))
        try batch.add(Example.services)
        try batch.add(elements, to: Example.services)
        try batch.add(Example.admins)
        try batch.add(ipv4Intervals: (0..<5000).map { 10 * $0...10 * $0 }, to: Example.admins)
        try batch.add(Chain(Example.chain("input")))
        try batch.add(Rule(in: Example.chain("input"), [.match(.tcpDestination, [22, 80]), .accept]))
        return batch
    }

    private static func contents(_ counters: [Counter], _ elements: [SetElement]) -> TableContents {
        TableContents(
            generation: Generation(rawValue: 1),
            table: Table(Example.table),
            chains: [],
            rules: [],
            sets: [],
            elements: [Example.services.name: elements],
            counters: counters
        )
    }

    private static let seven = CounterValue(packets: 7, bytes: 420)

    @Test func `counters of the same name, and elements of the same key, go on; all else is the same to the byte`()
        throws
    {
        let kept = [
            SetElement(6, 22, counter: CounterValue(), comment: "SSH"), SetElement(6, 80, counter: CounterValue()),
        ]
        let now = [SetElement(6, 22, counter: Self.seven, comment: "another"), SetElement(6, 99, counter: Self.seven)]
        let contents = Self.contents([Counter(Self.dropped, value: Self.seven)], now)
        let expected = [SetElement(6, 22, counter: Self.seven, comment: "SSH"), kept[1]]
        let stored = try Batch(serialized: Self.batch(counting: CounterValue(), elements: kept).serialized)
        let continuing = try stored.continuing(contents)
        #expect(try continuing.serialized == Self.batch(counting: Self.seven, elements: expected).serialized)
        #expect(continuing.setCount == stored.setCount)
    }

    @Test func `where nothing counted, it is the same batch`() throws {
        let elements = [SetElement(6, 22, counter: Self.seven)]
        let batch = try Self.batch(counting: Self.seven, elements: elements)
        #expect(try batch.continuing(Self.contents([], [])).serialized == batch.serialized)
    }
}

extension Batch {
    /// Puts a table in the place of the one that has its name.
    fileprivate mutating func replace(_ table: Table) throws(NetfilterError) {
        try add(table)
        try delete(table.name)
        try add(table)
    }
}
