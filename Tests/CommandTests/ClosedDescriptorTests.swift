import TestSupport
import Testing

/// The program, started with any of standard input, output and error closed.
@Suite struct ClosedDescriptorTests {
    /// Every combination of the three.
    static let combinations: [[Int]] = (0..<8).map { bits in (0...2).filter { bits >> $0 & 1 == 1 } }

    /// The words that run `command` with `closed` closed.
    private static func closing(_ closed: [Int], _ command: [String]) -> [String] {
        let redirections = closed.map { " \($0)>&-" }.joined()
        return ["sh", "-c", "exec \"$@\"" + redirections, "sh"] + command
    }

    private static func run(_ closed: [Int], _ command: [String]) throws -> ProcessResult.Status {
        try ProcessRunner.run(closing(closed, command)).status
    }

    @Test(arguments: combinations) func `a file that is written holds nothing but what belongs there`(closed: [Int])
        throws
    {
        let folder = try TemporaryFolder()
        let wanted = try carbonwall("emit", "nftables", "--runtime", "apim").output
        let command = [try Locations.carbonwall, "emit", "nftables", "--runtime", "apim", "-o", folder.file("file")]
        #expect(try Self.run(closed, command) == .exited(0))
        #expect(try folder.text(of: "file") == wanted)
        let restore = [
            try Locations.carbonwall, "emit", "iptables", "--format", "restore", "--runtime", "apim", "-o",
            folder.file("rules"),
        ]
        #expect(try Self.run(closed, restore) == .exited(0))
        #expect(try folder.text(of: "rules/rules.v4").hasSuffix("COMMIT\n"))
    }

    @Test(arguments: combinations) func `what can't be written is an error, and a mistake stays one`(closed: [Int])
        throws
    {
        let program = try Locations.carbonwall
        let written = closed.contains(1) ? ProcessResult.Status.exited(1) : .exited(0)
        for command in [["ports", "--runtime", "mi"], ["--help"], ["emit", "aws", "--runtime", "mi"]] {
            #expect(try Self.run(closed, [program] + command) == written, "\(command)")
        }
        #expect(try Self.run(closed, [program, "ports", "--runtime", "nothing"]) != .exited(0))
        #expect(try Self.run(closed, [program, "prots"]) == .exited(64))
        #expect(try Self.run(closed, [program, "ports", "--policy", "/nowhere"]) == .exited(65))
    }

    @Test(arguments: [0, 1]) func `its standard files by name are closed, too`(closed: Int) throws {
        let argument = closed == 0 ? ["--policy", "/dev/stdin"] : ["--runtime", "mi", "-o", "/dev/stdout"]
        let result = try ProcessRunner.run(
            Self.closing([closed], [Locations.carbonwall, "emit", "nftables"] + argument)
        )
        #expect(!result.succeeded && !result.errors.isEmpty)
    }

    @Test(.needsNetworkNamespaces, .needs(program: "nft"), arguments: combinations)
    func `every verb does on the machine what it does otherwise`(closed: [Int]) async throws {
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let done = closed.contains(1) ? ProcessResult.Status.exited(1) : .exited(0)
            let run = { (verb: String, arguments: [String]) in
                try Self.run(closed, host.command(verb, arguments))
            }
            #expect(try run("apply", ManagedHost.selection + ["--force"]) == done)
            let first = try host.listing()
            #expect(first.contains("9164"))
            #expect(try run("apply", ManagedHost.otherSelection + ["--force", "--confirm", "600"]) == done)
            let second = try host.listing()
            #expect(try !host.watchdog().isEmpty)
            #expect(try run("confirm", []) == done)
            // One that can't read its state any more would stay, and restore the rules before at the deadline.
            try Patience.wait(for: "the watchdog's end") { try host.watchdog().isEmpty }
            #expect(try host.listing() == second)
            #expect(try run("status", []) == done)
            #expect(try run("plan", ManagedHost.otherSelection) == done)
            #expect(try run("rollback", ["--force"]) == done)
            #expect(try host.listing() == first)
            try host.nft("flush", "ruleset")
            #expect(try run("boot", []) == done)
            #expect(try host.listing() == first)
            #expect(try run("remove", []) == done)
            #expect(try host.listing().isEmpty)
            let doctor = try ProcessRunner.run(host.command("doctor", [])).status
            #expect(try run("doctor", []) == (closed.contains(1) ? .exited(1) : doctor))
        }
    }

    @Test(.needsNetworkNamespaces, .needs(program: "nft"), arguments: combinations)
    func `rules that nobody confirms go away`(closed: [Int]) async throws {
        try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let first = try host.apply()
            _ = try Self.run(closed, host.command("apply", ManagedHost.otherSelection + ["--force", "--confirm", "5"]))
            #expect(try host.listing() != first)
            try host.waitForReturn(to: first)
            try Patience.wait(for: "the watchdog's end") { try host.watchdog().isEmpty }
        }
    }
}
