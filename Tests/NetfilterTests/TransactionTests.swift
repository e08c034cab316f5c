import Netfilter
import TestSupport
import Testing

/// All or nothing, on the ruleset that it was planned on.
@Suite(.needsNetworkNamespaces) struct TransactionTests {
    @Test func `a batch is applied on the generation that it was planned on, and leaves the next one`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            let planned = try socket.generation()
            var batch = try Batch()
            try batch.add(Table(Example.table))
            let left = try socket.commit(batch, plannedOn: planned)
            #expect(try socket.generation() == left)
            #expect(left != planned)
        }
    }

    @Test func `a batch that was planned on another generation changes nothing`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            let planned = try socket.generation()
            try Example.commit { try $0.add(Table(TableName(.ip, "by-somebody-else"))) }
            var batch = try Batch()
            try batch.add(Table(Example.table))
            #expect(throws: NetfilterError.generationChanged) { try socket.commit(batch, plannedOn: planned) }
            #expect(try socket.tables().map(\.name.name) == ["by-somebody-else"])
            try socket.commit(batch, plannedOn: try socket.generation())
            #expect(try socket.tables().count == 2)
        }
    }

    @Test func `a batch without changes changes nothing, not even the generation`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            let before = try socket.generation()
            let batch = try Batch()
            try socket.commit(batch)
            #expect(try socket.commit(batch, plannedOn: before) == before)
            #expect(try socket.generation() == before)
        }
    }

    @Test func `a check finds what is wrong, and changes nothing where nothing is`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            let before = try socket.generation()
            var good = try Batch()
            try good.add(Table(Example.table))
            try good.add(Chain(Example.chain("input")))
            try socket.check(good)
            var bad = try Batch()
            try bad.add(Chain(Example.chain("input")))
            #expect(throws: NetfilterError.self) { try socket.check(bad) }
            #expect(try socket.generation() == before)
            #expect(try socket.tables().isEmpty)
        }
    }

    @Test func `without the right to change firewalls everything ends at once and says so`() async throws {
        try await NetworkNamespace.isolated {
            try NetworkNamespace.renounceAdministration()
            var socket = try NetlinkSocket()
            var batch = try Batch()
            try batch.add(Table(Example.table))
            #expect(throws: NetfilterError.notPermitted) { try socket.commit(batch) }
            #expect(throws: NetfilterError.notPermitted) { try socket.check(batch) }
            #expect(throws: NetfilterError.notPermitted) { try socket.tables() }
        }
    }

    @Test func `rules are inserted, replaced, deleted and flushed, tables and what they hold deleted`() async throws {
        try await NetworkNamespace.isolated {
            let chain = Example.chain("input")
            func rule(_ port: FieldValue) throws -> Rule {
                try Rule(in: chain, [.match(.tcpDestination, .value(port)), .accept])
            }
            var socket = try NetlinkSocket()
            try Example.commit { batch in
                try batch.add(Table(Example.table))
                try batch.add(Chain(chain))
                for port in [2, 3] as [FieldValue] { try batch.add(rule(port)) }
                try batch.insert(rule(1))
            }
            let loaded = try socket.rules(of: Example.table)
            #expect(loaded.map(\.rule) == [try rule(1), try rule(2), try rule(3)])
            try Example.commit { batch in
                try batch.replace(loaded[1].handle, with: rule(22))
                try batch.deleteRule(loaded[2].handle, in: chain)
            }
            #expect(try socket.rules(of: Example.table).map(\.rule) == [try rule(1), try rule(22)])
            try Example.commit { try $0.flush(chain) }
            #expect(try socket.rules(of: Example.table).isEmpty)
            try Example.commit { try $0.delete(chain) }
            #expect(try socket.chains(of: Example.table).isEmpty)
            try Example.commit { try $0.delete(Example.table) }
            #expect(try socket.tables().isEmpty)
        }
    }

    @Test func `sets, their elements and counters are deleted`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            try Example.commit { batch in
                try batch.add(Table(Example.table))
                try batch.add(Example.ports)
                try batch.add([22, 80, 443], to: Example.ports)
                try batch.add(Counter(Example.object("dropped")))
            }
            try Example.commit { try $0.delete([80], from: Example.ports) }
            #expect(try socket.elements(of: Example.ports) == [22, 443])
            try Example.commit { try $0.flush(set: Example.ports.name) }
            #expect(try socket.elements(of: Example.ports).isEmpty)
            try Example.commit { batch in
                try batch.delete(set: Example.ports.name)
                try batch.delete(counter: Example.object("dropped"))
            }
            #expect(try socket.sets(of: Example.table).isEmpty)
            #expect(try socket.counters(of: Example.table).isEmpty)
        }
    }

    @Test func `a policy and whether a table sleeps change in place`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            var chain = Chain(Example.chain("input"), base: BaseChain(.filter, .input, priority: 0))
            var table = Table(Example.table)
            try Example.commit { batch in
                try batch.add(table)
                try batch.add(chain)
            }
            chain.base?.policy = .drop
            table.isDormant = true
            try Example.commit { batch in
                try batch.add(table)
                try batch.add(chain)
            }
            #expect(try socket.chains(of: Example.table) == [chain])
            #expect(try socket.table(Example.table) == table)
        }
    }
}
