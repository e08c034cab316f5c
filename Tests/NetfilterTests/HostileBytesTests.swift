import TestSupport
import Testing

@testable import Netfilter

/// Whatever bytes arrive, reading them ends, and touches nothing else.
@Suite struct HostileBytesTests {
    /// One message of each kind, as the kernel would answer it.
    private static func messages() throws -> [UInt8] {
        var batch = try Batch()
        try RuleSamples.addSurroundings(to: &batch)
        for sample in RuleSamples.all.suffix(12) {
            try batch.add(Rule(in: Example.chain("rules"), sample.statements, comment: "why"))
        }
        try batch.add([SetElement(6, 22, counter: CounterValue(), comment: "ssh")], to: Example.services)
        try batch.add([SetElement(key: [6, 1], upper: [6, 9])], to: Example.ranges)
        try batch.add(ipv4Intervals: [1...2, 5...9], to: Example.admins)
        return batch.serialized
    }

    /// Makes every kind of object of every message.
    private static func read(_ bytes: [UInt8]) {
        for message in NetlinkMessage.split(bytes[...]) ?? [] {
            _ = (Table(message), Chain(message), LoadedRule(message), LoadedSet(message), Counter(message))
            _ = StoredElement.list(message).map { elements in
                [Example.services, Example.ranges, Example.admins].map { SetElement.list(elements, of: $0) }
            }
            _ = NumericElement<UInt32>.list(message).map { NumericElement.intervals(between: $0) }
            _ = message.acknowledgement.map { Refusal.list([$0], of: bytes) }
            for offset in stride(from: 16, to: 100, by: 4) { _ = message.place(of: message.path(to: offset)) }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `a message with changed bytes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = try Self.messages()
        for round in 0..<40 {
            var bytes = original
            for _ in 0...round % 8 {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            Self.read(bytes)
        }
    }

    @Test func `a message that was cut off anywhere`() throws {
        let original = try Self.messages()
        for length in stride(from: 0, to: original.count, by: 37) {
            Self.read(Array(original.prefix(length)))
        }
    }

    @Test func `an attribute in an attribute as deep as it goes`() {
        var nested: [UInt8] = []
        for _ in 0..<4000 {
            nested = UInt16(truncatingIfNeeded: nested.count + 4).hostBytes + UInt16(4).hostBytes + nested
        }
        let header = UInt32(20 + nested.count).hostBytes + [6, 10, 0, 0] + [UInt8](repeating: 0, count: 12)
        Self.read(header + nested)
    }
}
