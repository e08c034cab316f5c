import Policy
import RulesEngine
import TestSupport
import Testing

@testable import carbonwall

/// Values that somebody could try to get through to a ruleset, a shell or a terminal.
@Suite struct HostileValueTests {
    static let values = [
        "\"", ";", "}", "a\nb", "$(touch /tmp/x)", "`id`", "\u{202E}gpj", "\u{2066}x", "\u{1B}[31mred", "\r", "\u{7F}",
        "a;}\nadd rule inet carbonwall input accept", "é", "🔥", "e\u{301}", "", " ", "=", "/", ",", "%s%n", "a\0b",
        String(repeating: "a", count: 120_000), "=" + String(repeating: "b", count: 120_000),
        String(repeating: "--x", count: 30_000), String(repeating: "1.2.3.4,", count: 15_000),
    ]

    /// What reads the value of each option, with a good beginning of such a value.
    static let readers: [(option: String, beginning: String, read: @Sendable (String) throws -> Void)] = [
        ("--runtime", "apim:", { _ = try RuntimeArgument($0) }),
        ("--offset", "1", { _ = try DecimalNumber.offset($0) }),
        ("--clustering", "apim=", { _ = try RuntimeSetting($0) }),
        ("--role", "apim=", { _ = try RuntimeSetting($0) }),
        ("--enable", "apim/", { _ = try CatalogReference(argument: $0) }),
        ("--disable", "apim/", { _ = try CatalogReference(argument: $0) }),
        ("--expose", "servlet-https=", { _ = try Exposure(argument: $0) }),
        ("--from", "admins=", { _ = try FromArgument($0) }),
        ("--basis", "observed", { let _: BasisFilter = try Choice.parse($0) }),
        ("--only-from", "admins=", { _ = try FromArgument(audience: $0) }),
        ("--ssh", "22@", { _ = try SSHArgument($0) }),
        ("--keep", "22/tcp@", { _ = try WayIn(argument: $0) }),
        ("--scope", "host", { let _: ScopeChoice = try Choice.parse($0) }),
        ("--interface", "eth0 ", { _ = try InterfaceName(argument: $0) }),
        ("--format", "json", { let _: ReportOptions.Format = try Choice.parse($0) }),
    ]

    @Test(arguments: readers.indices)
    func `no hostile value becomes anything, and the reason repeats it cut and escaped`(index: Int) {
        let reader = Self.readers[index]
        for value in Self.values + Self.values.filter({ !$0.isEmpty }).map({ reader.beginning + $0 }) {
            do {
                try reader.read(value)
                let isOneWord = !value.isEmpty && value.count <= 64 && value.allSatisfy { $0.isASCII && $0.isLetter }
                #expect(isOneWord, "\(reader.option) took \(value.prefix(60).debugDescription)")
            } catch {
                expectClean("\(error)", limit: 400)
            }
        }
    }

    @Test func `each of them ends the program with a short, clean error`() throws {
        for value in Self.values where !value.contains("\0") {
            try expectRefused(["ports", "--runtime", "apim", "--clustering", value])
        }
    }

    @Test(arguments: readers.map(\.option) + ["--policy", "--rules", "--node"])
    func `every option of the program refuses them`(option: String) throws {
        for value in ["a;}\nb\u{1B}[31m", "\u{202E}", String(repeating: "a", count: 120_000)] {
            try expectRefused(["ports", "--runtime", "apim", option, value])
        }
    }

    @Test(arguments: [
        [], ["catalog"], ["catalog", "show"], ["catalog", "validate"], ["emit"], ["explain"], ["ports"],
    ])
    func `every verb refuses them as words`(verb: [String]) throws {
        for value in [
            "a;}\nb\u{1B}[31m", "\u{202E}", String(repeating: "a", count: 120_000),
            "-" + String(repeating: "a", count: 120_000),
        ] {
            try expectRefused(verb + [value])
        }
    }

    @Test func `many unexpected words are not all repeated`() throws {
        try expectRefused(["ports"] + (0..<500).map { "\u{1B}\($0)" + String(repeating: "x", count: 100) })
    }

    @Test func `an interface whose name is all of the allowed characters is taken`() throws {
        let result = try carbonwall("emit", "nftables", "--runtime", "apim", "--interface", "a.B_1-x")
        #expect(result.succeeded)
        #expect(result.output.contains("\"a.B_1-x\""))
    }

    @Test(arguments: [("eth0:1", "eth0"), ("eth0@if5", "eth0"), ("eth0.100@eth0", "eth0.100")])
    func `what ip shows around an interface's name is refused`(name: String, real: String) throws {
        for verb in [["emit", "nftables"], ["lint"], ["explain", "9443"]] {
            let result = try carbonwall(verb + ["--runtime", "apim", "--interface", name])
            #expect(result.status == .exited(65))
            #expect(result.output.isEmpty)
            #expect(result.errorLines.last == "  hint: --interface \(real)")
        }
    }

    private func expectRefused(_ arguments: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation) throws
    {
        let result = try carbonwall(arguments)
        #expect([.exited(64), .exited(65)].contains(result.status), sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
        #expect(result.errors.hasPrefix("carbonwall: error: "), sourceLocation: sourceLocation)
        #expect((1...2).contains(result.errorLines.count), sourceLocation: sourceLocation)
        expectClean(result.errorLines.joined(), limit: 2000, sourceLocation: sourceLocation)
    }

    /// Short, and nothing in it that does something to a terminal.
    private func expectClean(_ text: String, limit: Int, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        #expect(text.count <= limit, sourceLocation: sourceLocation)
        let hasControls = text.unicodeScalars.contains { [.control, .format].contains($0.properties.generalCategory) }
        #expect(!hasControls, sourceLocation: sourceLocation)
    }
}
