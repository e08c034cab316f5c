import Netfilter
import Testing

/// What a batch was made of, read back from its bytes.
@Suite struct AdditionTests {
    /// What is read back after `build`, from the bytes that would be kept.
    private static func additions(_ build: (inout Batch) throws -> Void) throws -> [Addition] {
        var batch = try Batch()
        try build(&batch)
        return try Batch(serialized: batch.serialized).additions
    }

    @Test(arguments: RuleSamples.all) func `a rule, with its anonymous sets`(_ sample: RuleSamples.Sample) throws {
        let rule = try Rule(in: Example.chain("rules"), sample.statements, comment: sample.nft)
        let other = try Rule(in: Example.chain("rules"), [.match(.tcpDestination, [22, 80]), .accept])
        let additions = try Self.additions { batch in
            try batch.add(other)
            try batch.add(rule)
            try batch.add(other)
        }
        #expect(additions == [.rule(other), .rule(rule), .rule(other)])
    }

    @Test func `a table, chains, counters and sets, and nothing of what is deleted`() throws {
        let table = Table(Example.table, comment: "a table")
        let chain = Chain(Example.chain("input"), base: BaseChain(.filter, .input, priority: -5, policy: .drop))
        let counter = Counter(Example.object("dropped"), value: CounterValue(packets: 3, bytes: 4), comment: "all")
        let elements = [
            SetElement(6, 22, counter: CounterValue(), comment: "SSH"), SetElement(17, 53, counter: CounterValue()),
        ]
        let additions = try Self.additions { batch in
            try batch.add(Table(Example.table))
            try batch.delete(Example.table)
            try batch.add(table)
            try batch.add(counter)
            try batch.add(Example.services)
            try batch.add(elements, to: Example.services)
            try batch.add(chain)
            try batch.flush(chain.name)
        }
        #expect(
            additions == [
                .table(Table(Example.table)), .table(table), .counter(counter), .set(Example.services),
                .elements(elements, of: Example.services.name), .chain(chain),
            ]
        )
    }

    @Test func `addresses, in parts`() throws {
        let addresses = (0..<5000).map { UInt32($0) * 3 }
        let additions = try Self.additions { batch in
            try batch.add(Example.blocks)
            try batch.add(ipv4Addresses: addresses, to: Example.blocks)
        }
        let found = additions.flatMap { addition -> [SetElement] in
            if case .elements(let elements, Example.blocks.name) = addition { elements } else { [] }
        }
        #expect(found == addresses.map { SetElement(.number(UInt128($0))) })
        #expect(additions.count > 2)
    }

    @Test func `elements of a set that the batch doesn't add are an error`() throws {
        var batch = try Batch()
        try batch.add([SetElement(6, 22)], to: Example.services)
        #expect(throws: NetfilterError.malformedBatch) { try batch.additions }
    }
}
