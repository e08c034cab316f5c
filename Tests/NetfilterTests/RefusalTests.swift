import Netfilter
import TestSupport
import Testing

/// What the kernel refuses is named, down to the element, and nothing of the batch is applied.
@Suite(.needsNetworkNamespaces) struct RefusalTests {
    private static let noEntry = ErrorNumber(rawValue: 2)
    private static let exists = ErrorNumber(rawValue: 17)
    private static let busy = ErrorNumber(rawValue: 16)

    /// What the kernel refuses of a batch, after `setup` was committed.
    private func refusals(
        after setup: @escaping @Sendable (inout Batch) throws -> Void = { try $0.add(Table(Example.table)) },
        of build: @escaping @Sendable (inout Batch) throws -> Void
    ) async throws -> [Refusal] {
        try await NetworkNamespace.isolated {
            try Example.commit(setup)
            var socket = try NetlinkSocket()
            let before = try socket.generation()
            var batch = try Batch()
            try build(&batch)
            do {
                try socket.commit(batch)
            } catch NetfilterError.refused(let refusals) {
                #expect(try socket.generation() == before)
                return refusals
            }
            return []
        }
    }

    @Test func `a table that is created although it is there`() async throws {
        let refusals = try await refusals { try $0.create(Table(Example.table)) }
        #expect(refusals.map(\.subject) == [.table(Example.table)])
        #expect(refusals.map(\.error) == [Self.exists])
    }

    @Test func `a chain of a table that isn't there`() async throws {
        let chain = ChainName(TableName(.inet, "missing"), "input")
        let refusals = try await refusals { try $0.add(Chain(chain)) }
        #expect(
            refusals == [Refusal(subject: .chain(chain), place: .attribute(1, name: "table"), error: Self.noEntry)]
        )
        #expect(refusals[0].description == "chain inet missing input, table: No such file or directory")
    }

    @Test func `a rule that jumps nowhere, by its place, its comment and the expression`() async throws {
        let chain = Example.chain("input")
        let refusals = try await refusals { batch in
            try batch.add(Chain(chain))
            try batch.add(Rule(in: chain, [.accept]))
            try batch.add(Rule(in: chain, [.match(.tcpDestination, 22), .jump("nowhere")], comment: "ssh"))
        }
        let subject = Refusal.Subject.rule(in: chain, index: 1, comment: "ssh")
        #expect(refusals == [Refusal(subject: subject, place: .expression(4), error: Self.noEntry)])
        #expect("\(subject)" == "rule 2 of chain inet example input (ssh)")
    }

    @Test func `the element of an interval set that overlaps another one`() async throws {
        let refusals = try await refusals { batch in
            try batch.add(Example.admins)
            try batch.add(ipv4Intervals: [1...2, 5...9, 20...30, 8...12, 40...50], to: Example.admins)
        }
        try #require(refusals.count == 1)
        #expect(refusals[0].subject == .elements(of: Example.admins.name))
        #expect(refusals[0].error == Self.exists)
        guard case .element(let key) = refusals[0].place else {
            Issue.record("no element: \(refusals[0])")
            return
        }
        #expect(Example.admins.key.values(of: key) == [8])
    }

    @Test func `a chain with a hook that its kind doesn't go with`() async throws {
        let chain = Example.chain("nat")
        let refusals = try await refusals { batch in
            try batch.add(Chain(chain, base: BaseChain(.nat, .forward, priority: 0)))
        }
        #expect(refusals.map(\.subject) == [.chain(chain)])
    }

    @Test func `a chain that is still jumped to`() async throws {
        let refusals = try await refusals { batch in
            try batch.add(Table(Example.table))
            try batch.add(Chain(Example.chain("services")))
            try batch.add(Chain(Example.chain("input")))
            try batch.add(Rule(in: Example.chain("input"), [.jump("services")]))
        } of: { batch in
            try batch.delete(Example.chain("services"))
        }
        #expect(refusals.map(\.subject) == [.chain(Example.chain("services"))])
        #expect(refusals.map(\.error) == [Self.busy])
    }

    @Test func `an anonymous set is the rule's that looks into it`() async throws {
        let chain = Example.chain("input")
        let overlap = Operand.anyOf([.range(1, 5), .range(3, 9)])
        let refusals = try await refusals { batch in
            try batch.add(Chain(chain))
            try batch.add(Rule(in: chain, [.accept]))
            try batch.add(Rule(in: chain, [.match(.tcpDestination, overlap), .accept], comment: "ports"))
        }
        let subject = Refusal.Subject.rule(in: chain, index: 1, comment: "ports")
        #expect(refusals == [Refusal(subject: subject, place: .anonymousSet, error: Self.exists)])
    }

    @Test func `what depends on something refused isn't listed, what is wrong by itself is`() async throws {
        let chain = Example.chain("nat")
        let refusals = try await refusals { batch in
            try batch.add(Chain(chain, base: BaseChain(.nat, .forward, priority: 0)))
            for _ in 0..<10 { try batch.add(Rule(in: chain, [.accept])) }
            try batch.add(Chain(Example.chain("input")))
            try batch.add(Rule(in: Example.chain("input"), [.jump("nat")]))
            try batch.add(Rule(in: Example.chain("input"), [.jump("nowhere")]))
        }
        #expect(
            refusals.map(\.subject) == [.chain(chain), .rule(in: Example.chain("input"), index: 1, comment: nil)]
        )
    }

    @Test func `two thousand refused rules are all named`() async throws {
        let chain = Example.chain("input")
        let refusals = try await refusals { batch in
            try batch.add(Chain(chain))
            for _ in 0..<2000 { try batch.add(Rule(in: chain, [.jump("nowhere")])) }
        }
        #expect(refusals.map(\.subject) == (0..<2000).map { .rule(in: chain, index: $0, comment: nil) })
    }

    @Test func `a rule that isn't there can't be deleted`() async throws {
        let refusals = try await refusals { batch in
            try batch.add(Chain(Example.chain("input")))
            try batch.deleteRule(77, in: Example.chain("input"))
        }
        #expect(refusals.map(\.subject) == [.deletedRule(in: Example.chain("input"), handle: 77)])
        #expect(refusals.map(\.place) == [.attribute(3, name: "handle")])
    }
}
