import TestSupport
import Testing

@testable import Netfilter

/// The bytes of messages: each file in Messages has under an nft line what that line is to the kernel, four bytes a line, each
/// with its meaning.
@Suite struct MessageTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let file: String
        let build: @Sendable (inout Batch) throws -> Void

        init(_ file: String, _ build: @escaping @Sendable (inout Batch) throws -> Void) {
            self.file = file
            self.build = build
        }

        var testDescription: String { file }
    }

    private static let input = Example.chain("input")

    private static func add(_ statements: Statement..., comment: String? = nil)
        -> @Sendable (inout Batch) throws -> Void
    {
        { try $0.add(Rule(in: input, statements, comment: comment)) }
    }

    static let samples = [
        Sample("table") { try $0.add(Table(Example.table, comment: "why")) },
        Sample("delete-table") { try $0.delete(Example.table) },
        Sample("base-chain") { batch in
            try batch.add(Chain(input, base: BaseChain(.filter, .input, priority: -5, policy: .drop)))
        },
        Sample("counter") { batch in
            let value = CounterValue(packets: 3, bytes: 180)
            try batch.add(Counter(Example.object("dropped"), value: value, comment: "why"))
        },
        Sample("rule", add(.match(.tcpDestination, 22), .accept, comment: "ssh")),
        Sample("connection-state", add(.connectionState([.established, .related]), .accept)),
        Sample("prefix-on-a-byte", add(.match(.ipSource, .prefix(.ipv4(10, 9, 0, 0), length: 24)), .jump("services"))),
        Sample("prefix-within-a-byte", add(.match(.ipSource, .prefix(.ipv4(10, 8, 0, 0), length: 15)), .drop)),
        Sample("concatenation", add(.concatenation([.l4Protocol, .transportDestination], in: "services"), .accept)),
        Sample("anonymous-set", add(.mismatch(.tcpDestination, .anyOf([.range(80, 90), 22])), .return)),
        Sample("limit-and-log", add(.limit(5, per: .minute, burst: 10), .log(prefix: "x: ", level: .info))),
        Sample("fib-and-counter", add(.match(.destinationAddressType, 5), .counter(named: "dropped"), .drop)),
        Sample("reject", add(.counter, .reject(.icmpx(.adminProhibited)))),
        Sample("interval-set") { try $0.add(Example.admins) },
        Sample("interval-elements") { batch in
            try batch.add(ipv4Intervals: [0x0a00_0000...0x0aff_ffff, .max ... .max], to: Example.admins)
        },
        Sample("counting-set") { try $0.add(Example.services) },
        Sample("counting-element") { batch in
            let value = CounterValue(packets: 2, bytes: 120)
            try batch.add([SetElement(6, 9443, counter: value, comment: "console")], to: Example.services)
        },
        Sample("range-set") { try $0.add(Example.ranges) },
        Sample("range-element") { batch in
            try batch.add([SetElement(key: [6, 4000], upper: [6, 4010], comment: "members")], to: Example.ranges)
        },
        Sample("delete-element") { try $0.delete([SetElement(6, 9443)], from: Example.services) },
    ]

    @Test(arguments: samples)
    func `a message is the bytes that its file has`(_ sample: Sample) throws {
        var batch = try Batch()
        try sample.build(&batch)
        #expect(Self.lines(batch.pages.bytes) == (try Self.lines(inFile: sample.file)))
    }

    @Test func `a batch is enclosed by its start, with the generation, and its end`() throws {
        let begin = BatchFrame.begin(plannedOn: Generation(rawValue: 7))
        #expect(Self.lines(begin + BatchFrame.end) == (try Self.lines(inFile: "frame")))
        #expect(BatchFrame.begin(plannedOn: nil).count == 20)
    }

    /// `bytes`, four a line.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 4).map { start in
            bytes[start..<min(start + 4, bytes.count)]
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                .joined(separator: " ")
        }
    }

    /// The bytes in a file, four a line, without the nft line and what they mean.
    private static func lines(inFile name: String) throws -> [String] {
        let path = "\(Locations.packageRoot)/Tests/NetfilterTests/Messages/\(name).hex"
        let text = try ProcessRunner.output(of: ["cat", path])
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0.prefix(11)) }
    }
}
