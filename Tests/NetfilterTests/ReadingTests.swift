import Netfilter
import TestSupport
import Testing

/// What was written is read back as the same values.
@Suite(.needsNetworkNamespaces) struct ReadingTests {
    /// Writes with `build`, and reads the table.
    private func contents(after build: @escaping @Sendable (inout Batch) throws -> Void) async throws -> TableContents {
        try await NetworkNamespace.isolated {
            try Example.commit(build)
            var socket = try NetlinkSocket()
            return try #require(try socket.contents(of: Example.table))
        }
    }

    @Test func `a table, its chains and its counters`() async throws {
        let table = Table(Example.table, comment: "a table", isDormant: true)
        let chains = [
            Chain(Example.chain("services"), comment: "jumped to"),
            Chain(Example.chain("input"), base: BaseChain(.filter, .input, priority: -5, policy: .drop)),
            Chain(Example.chain("nat"), base: BaseChain(.nat, .prerouting, priority: -100)),
        ]
        let counter = Counter(
            Example.object("dropped"),
            value: CounterValue(packets: 1 << 40, bytes: 1 << 50),
            comment: "all"
        )
        let contents = try await contents { batch in
            try batch.add(table)
            for chain in chains { try batch.add(chain) }
            try batch.add(counter)
            try batch.add(Table(TableName(.ip, "example")))
            try batch.add(Chain(ChainName(TableName(.ip, "example"), "other")))
        }
        #expect(contents.table == table)
        #expect(contents.chains == chains)
        #expect(contents.counters == [counter])
    }

    @Test(arguments: RuleSamples.all)
    func `a rule`(_ sample: RuleSamples.Sample) async throws {
        let rule = try Rule(in: Example.chain("rules"), sample.statements, comment: sample.nft)
        let contents = try await contents { batch in
            try RuleSamples.addSurroundings(to: &batch)
            try batch.add(rule)
        }
        #expect(contents.rules.map(\.rule) == [rule])
    }

    @Test(.needs(program: "nft"), arguments: RuleSamples.all.filter { !$0.differsInKernel })
    func `a rule that nft wrote`(_ sample: RuleSamples.Sample) async throws {
        let text = RuleSamples.file(with: sample)
        let contents = try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            var socket = try NetlinkSocket()
            return try #require(try socket.contents(of: Example.table))
        }
        #expect(contents.rules.map(\.rule) == [try Rule(in: Example.chain("rules"), sample.statements, comment: "why")])
    }

    @Test func `sets with their elements, in ascending order`() async throws {
        let services = [
            SetElement(6, 22, counter: CounterValue(packets: 2, bytes: 120), comment: "ssh"),
            SetElement(6, 9443, counter: CounterValue(), comment: "console"),
            SetElement(17, 53, counter: CounterValue()),
        ]
        let ranges = [
            SetElement(key: [6, 4000], upper: [6, 4010], comment: "members"), SetElement(17, 9),
        ]
        let admins = [
            SetElement(0), .range(.ipv4(10, 0, 0, 0), .ipv4(10, 0, 0, 255), comment: "office"),
            .range(.ipv4(10, 0, 1, 0), .ipv4(10, 0, 1, 255)), SetElement(.ipv4(255, 255, 255, 255)),
        ]
        let contents = try await contents { batch in
            try batch.add(Table(Example.table))
            for set in [Example.services, Example.ranges, Example.admins, Example.interfaces, Example.ports] {
                try batch.add(set)
            }
            try batch.add(services.reversed(), to: Example.services)
            try batch.add(ranges.reversed(), to: Example.ranges)
            try batch.add(admins, to: Example.admins)
            try batch.add(["eth1", "eth0"], to: Example.interfaces)
        }
        #expect(
            contents.sets.map(\.set) == [
                Example.services, Example.ranges, Example.admins, Example.interfaces, Example.ports,
            ]
        )
        #expect(contents.elements[Example.services.name] == services)
        #expect(contents.elements[Example.ranges.name] == ranges)
        #expect(contents.elements[Example.admins.name] == admins)
        #expect(contents.elements[Example.interfaces.name] == ["eth0", "eth1"])
    }

    @Test func `addresses of both families`() async throws {
        let v4: [UInt32] = [0, 0x0a00_0001, .max]
        let v6: [UInt128] = [1, 1 << 127]
        try await NetworkNamespace.isolated {
            try Example.commit { batch in
                try batch.add(Table(Example.table))
                try batch.add(Example.blocks)
                try batch.add(Example.blocks6)
                try batch.add(ipv4Addresses: v4.reversed(), to: Example.blocks)
                try batch.add(ipv6Addresses: v6.reversed(), to: Example.blocks6)
            }
            var socket = try NetlinkSocket()
            #expect(try socket.ipv4Addresses(in: Example.blocks) == v4)
            #expect(try socket.ipv6Addresses(in: Example.blocks6) == v6)
            try Example.commit { batch in
                try batch.delete(ipv4Addresses: [0], from: Example.blocks)
                try batch.delete(ipv6Addresses: [1], from: Example.blocks6)
            }
            #expect(try socket.ipv4Addresses(in: Example.blocks) == Array(v4.dropFirst()))
            #expect(try socket.ipv6Addresses(in: Example.blocks6) == Array(v6.dropFirst()))
        }
    }

    @Test func `intervals of addresses of both families, up to the last one there is`() async throws {
        let v4: [ClosedRange<UInt32>] = [0...0, 5...9, 10...10, 0xffff_ff00...UInt32.max]
        let v6: [ClosedRange<UInt128>] = [1...1, 1 << 64...1 << 65, UInt128.max...UInt128.max]
        try await NetworkNamespace.isolated {
            try Example.commit { batch in
                try batch.add(Table(Example.table))
                try batch.add(Example.admins)
                try batch.add(Example.admins6)
                try batch.add(ipv4Intervals: v4, to: Example.admins)
                try batch.add(ipv6Intervals: v6, to: Example.admins6)
            }
            var socket = try NetlinkSocket()
            #expect(try socket.ipv4Intervals(in: Example.admins) == v4)
            #expect(try socket.ipv6Intervals(in: Example.admins6) == v6)
            try Example.commit { batch in
                try batch.delete(ipv4Intervals: [5...9], from: Example.admins)
                try batch.delete(ipv6Intervals: [1...1], from: Example.admins6)
            }
            #expect(try socket.ipv4Intervals(in: Example.admins) == [v4[0], v4[2], v4[3]])
            #expect(try socket.ipv6Intervals(in: Example.admins6) == [v6[1], v6[2]])
        }
    }

    @Test func `a single element is found by its key, without reading the others`() async throws {
        try await NetworkNamespace.isolated {
            let console = SetElement(6, 9443, counter: CounterValue(), comment: "console")
            let office = SetElement.range(.ipv4(10, 0, 0, 0), .ipv4(10, 0, 0, 255), comment: "office")
            let members = SetElement(key: [6, 4000], upper: [6, 4010])
            try Example.commit { batch in
                try batch.add(Table(Example.table))
                for set in [Example.services, Example.admins, Example.ranges] { try batch.add(set) }
                try batch.add([console, SetElement(6, 22)], to: Example.services)
                try batch.add([office, .range(.ipv4(240, 0, 0, 0), .ipv4(255, 255, 255, 255))], to: Example.admins)
                try batch.add([members], to: Example.ranges)
            }
            var socket = try NetlinkSocket()
            #expect(try socket.element([6, 9443], of: Example.services) == console)
            #expect(try socket.element([17, 9443], of: Example.services) == nil)
            #expect(try socket.element([.ipv4(10, 0, 0, 77)], of: Example.admins) == office)
            #expect(try socket.element([.ipv4(250, 0, 0, 0)], of: Example.admins)?.upper == [.ipv4(255, 255, 255, 255)])
            #expect(try socket.element([.ipv4(10, 0, 1, 0)], of: Example.admins) == nil)
            #expect(try socket.element([6, 4005], of: Example.ranges) == members)
        }
    }

    @Test func `the kernel tells how many elements a set has`() async throws {
        let counts = try await NetworkNamespace.isolated {
            try Example.commit { batch in
                try batch.add(Table(Example.table))
                try batch.add(Example.ports)
                try batch.add([22, 80, 443], to: Example.ports)
                try batch.add(Example.admins)
                try batch.add(ipv4Intervals: [0...7, 9...10, 30...99], to: Example.admins)
            }
            var socket = try NetlinkSocket()
            return try [Example.ports, Example.admins].map { try #require(try socket.set($0.name)).elementCount }
        }
        #expect(counts == [3, 3] || counts == [nil, nil])
    }

    @Test func `what isn't there is nil, or an empty list`() async throws {
        try await NetworkNamespace.isolated {
            var socket = try NetlinkSocket()
            #expect(try socket.tables().isEmpty)
            #expect(try socket.chains().isEmpty)
            #expect(try socket.table(Example.table) == nil)
            #expect(try socket.contents(of: Example.table) == nil)
            #expect(try socket.set(Example.ports.name) == nil)
            #expect(try socket.rules(of: Example.table).isEmpty)
        }
    }

    @Test(.needs(program: "nft")) func `what this library can't describe is read, and written back as it was`()
        async throws
    {
        let rules = """
            meta mark set 0x1 ct original packets > 5 notrack
            tcp option maxseg size 1000 numgen random mod 4 2 quota over 1 mbytes accept
            ip saddr vmap { 10.0.0.1 : accept, 10.0.0.2 : drop }
            """
        let input = rules.split(separator: "\n").map { "add rule inet example rules \($0)\n" }.joined()
        let listings = try await NetworkNamespace.isolated {
            let setup = "add table inet example\nadd chain inet example rules\nadd chain inet example copies\n"
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array((setup + input).utf8))
            var socket = try NetlinkSocket()
            let rules = try socket.rules(of: Example.table).map(\.rule)
            try Example.commit { batch in
                for var rule in rules.prefix(2) {
                    rule.chain.name = "copies"
                    try batch.add(rule)
                }
            }
            let copies = try socket.rules(of: Example.table).filter { $0.rule.chain.name == "copies" }
            #expect(copies.map(\.rule.expressions) == rules.prefix(2).map(\.expressions))
            return try ["rules", "copies"].map {
                try ProcessRunner.output(of: ["nft", "list", "chain", "inet", "example", $0])
            }
        }
        let lines = listings.map { $0.split(separator: "\n") }
        #expect(lines[0][2...3] == lines[1][2...3])
    }

    @Test(
        .needs(program: "nft"),
        arguments: [
            ("map ports { type ipv4_addr : inet_service; }", ["map inet example ports"]),
            ("set old { type ipv4_addr; timeout 1h; }", ["set inet example old"]),
            ("set seen { type ipv4_addr; flags dynamic; }", ["set inet example seen"]),
            ("chain rules { tcp dport vmap { 22 : accept }; }", ["a map without a name"]),
            ("chain first { type filter hook ingress device \"lo\" priority 0; }", ["chain inet example first"]),
            ("quota daily { over 1 mbytes; }", ["quota inet example daily"]),
            ("set plain { type ipv4_addr; counter; flags interval; }", []), ("counter seen { }", []),
            ("chain rules { tcp dport { 22, 80-90 } accept; }", []),
        ]
    )
    func `what can't be written again from its contents is named`(content: String, names: [String]) async throws {
        let found = try await NetworkNamespace.isolated {
            try Self.load(content)
            var socket = try NetlinkSocket()
            return try socket.undescribed(in: Example.table)
        }
        #expect(found == names)
    }

    /// Whether the kernel has flow tables, which are a module of their own.
    private static func hasFlowTables() async -> Bool {
        (try? await NetworkNamespace.isolated {
            try load("flowtable fast { hook ingress priority 0; devices = { lo }; }")
        }) != nil
    }

    @Test(.needs(program: "nft"), .enabled("this kernel has no flow tables") { await hasFlowTables() })
    func `a flow table is named, too`() async throws {
        let found = try await NetworkNamespace.isolated {
            try Self.load("flowtable fast { hook ingress priority 0; devices = { lo }; }")
            var socket = try NetlinkSocket()
            return try socket.undescribed(in: Example.table)
        }
        #expect(found == ["flowtable inet example fast"])
    }

    /// Loads a table with `content` by nft, and beside it another with something undescribed.
    private static func load(_ content: String) throws {
        let file = "table inet example {\n\(content)\n}\ntable ip example {\nquota other { over 1 mbytes; }\n}\n"
        try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(file.utf8))
    }
}
