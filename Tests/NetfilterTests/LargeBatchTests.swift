import TestSupport
import Testing

@testable import Netfilter

/// Batches of many messages, and many batches.
@Suite(.needsNetworkNamespaces, .serialized) struct LargeBatchTests {
    /// `count` intervals of two addresses, two addresses between them.
    private static func addresses(_ count: UInt32) -> [ClosedRange<UInt32>] {
        (0..<count).map { 0x0a00_0000 + 4 * $0...0x0a00_0001 + 4 * $0 }
    }

    @Test func `half a million intervals arrive, and no attribute passes 64 KiB`() async throws {
        let addresses = Self.addresses(500_000)
        try await NetworkNamespace.isolated {
            var batch = try Batch()
            try batch.add(Table(Example.table))
            try batch.add(Example.admins)
            try batch.add(ipv4Intervals: addresses, to: Example.admins)
            #expect(batch.messageCount == 2 + (addresses.count + 1637) / 1638)
            let messages = try #require(NetlinkMessage.split(batch.pages.bytes[...]))
            #expect(messages.map(\.sequence) == (1...UInt32(batch.messageCount)).map(\.self))
            #expect(messages.dropLast().allSatisfy { $0.flags & 4 == 0 })
            var socket = try NetlinkSocket()
            try socket.commit(batch)
            let loaded = try #require(try socket.set(Example.admins.name))
            #expect(loaded.elementCount == nil || loaded.elementCount == addresses.count)
            for index in stride(from: 0, to: addresses.count, by: 8191) {
                let key = FieldValue.number(UInt128(addresses[index].upperBound))
                #expect(try socket.element([key], of: Example.admins) != nil, "interval \(index) is lost")
            }
        }
    }

    @Test func `what was written in many messages is read back whole`() async throws {
        let v4 = Self.addresses(6000)
        let v6 = v4.map { UInt128($0.lowerBound) << 96...UInt128($0.upperBound) << 96 }
        let services = (1...6000).map { SetElement(6, .number($0), counter: CounterValue(), comment: "port \($0)") }
        try await NetworkNamespace.isolated {
            try Example.commit { batch in
                try batch.add(Table(Example.table))
                for set in [Example.admins, Example.admins6, Example.services] { try batch.add(set) }
                try batch.add(ipv4Intervals: v4, to: Example.admins)
                try batch.add(ipv6Intervals: v6, to: Example.admins6)
                try batch.add(services, to: Example.services)
            }
            var socket = try NetlinkSocket()
            #expect(try socket.ipv4Intervals(in: Example.admins) == v4)
            #expect(try socket.ipv6Intervals(in: Example.admins6) == v6)
            #expect(try socket.elements(of: Example.services) == services)
        }
    }

    @Test func `rules over many pages keep their order, and only the last message asks for an acknowledgement`()
        async throws
    {
        let chain = Example.chain("input")
        let rules = try (1...10_000).map { port in
            try Rule(in: chain, [.match(.tcpDestination, .value(.number(port))), .accept], comment: "port \(port)")
        }
        try await NetworkNamespace.isolated {
            var batch = try Batch()
            try batch.add(Table(Example.table))
            try batch.add(Chain(chain))
            for rule in rules { try batch.add(rule) }
            let messages = try #require(NetlinkMessage.split(batch.pages.bytes[...]))
            #expect(messages.filter { $0.flags & 4 != 0 }.map(\.sequence) == [10_002])
            var socket = try NetlinkSocket()
            try socket.commit(batch)
            #expect(try socket.rules(of: Example.table).map(\.rule) == rules)
        }
    }

    @Test func `a batch that was kept as bytes does the same, and can be added to`() async throws {
        let rule = try Rule(in: Example.chain("rules"), [.match(.tcpDestination, [22, 80]), .accept])
        let addresses = Self.addresses(6000)
        try await NetworkNamespace.isolated {
            var original = try Batch()
            try RuleSamples.addSurroundings(to: &original)
            try original.add(ipv4Intervals: addresses, to: Example.admins)
            try original.add(rule)
            var batch = try Batch(serialized: original.serialized)
            #expect(batch.serialized == original.serialized)
            try batch.add(rule)
            var socket = try NetlinkSocket()
            try socket.commit(batch)
            let contents = try #require(try socket.contents(of: Example.table) { $0.set != Example.admins })
            #expect(contents.rules.map(\.rule) == [rule, rule])
            #expect(try socket.ipv4Intervals(in: Example.admins) == addresses)
        }
    }

    @Test(
        arguments: [
            [1], [UInt8](repeating: 0, count: 16), BatchFrame.end, Request.get(.getTable).bytes(sequence: 1),
            [17, 0, 0, 0, 0, 10, 1, 0] + [UInt8](repeating: 0, count: 9),
            [21, 0, 0, 0, 0, 10, 1, 0] + [UInt8](repeating: 0, count: 13),
        ]
    )
    func `bytes that are no batch are an error`(bytes: [UInt8]) {
        #expect(throws: NetfilterError.malformedBatch) { _ = try Batch(serialized: bytes) }
    }

    @Test func `the element that is refused among a hundred thousand is found`() async throws {
        var addresses = Self.addresses(100_000)
        addresses[70_000] = addresses[20_000].upperBound...addresses[20_000].upperBound + 1
        let wanted = addresses[70_000].lowerBound
        try await NetworkNamespace.isolated { [addresses] in
            var batch = try Batch()
            try batch.add(Table(Example.table))
            try batch.add(Example.admins)
            try batch.add(ipv4Intervals: addresses, to: Example.admins)
            var socket = try NetlinkSocket()
            do throws(NetfilterError) {
                try socket.commit(batch)
                Issue.record("committed")
            } catch {
                guard case .refused(let refusals) = error else { throw error }
                #expect(refusals.map(\.place) == [.element(key: wanted.networkBytes)])
            }
        }
    }

    /// Under AddressSanitizer it finds what isn't freed, or freed twice: 10,000 times with `make test-applies`.
    @Test func `a table is replaced and read again and again`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            for round in 1...Repetitions.count("CARBONWALL_APPLIES", usual: 300) {
                var batch = try Batch()
                try batch.add(Table(Example.table))
                try batch.delete(Example.table)
                try RuleSamples.addSurroundings(to: &batch)
                let sample = RuleSamples.all[round % RuleSamples.all.count]
                let rule = try Rule(in: Example.chain("rules"), sample.statements, comment: "round \(round)")
                try batch.add(rule)
                try batch.add([SetElement(6, .number(UInt128(round)), comment: "port")], to: Example.services)
                try socket.commit(batch)
                let contents = try #require(try socket.contents(of: Example.table))
                try #require(contents.rules.map(\.rule) == [rule])
            }
        }
    }
}
