import Foundation
import TestSupport
import Testing

/// The unit that calls `carbonwall boot`.
///
/// What systemd makes of it at a real start isn't tried: no systemd runs in the tests.
@Suite struct BootUnitTests {
    private static let unit = "\(Locations.packageRoot)/packaging/carbonwall.service"

    @Test(.needs(program: "systemd-analyze")) func `systemd has nothing to say against it`() throws {
        let text = try String(contentsOfFile: Self.unit, encoding: .utf8)
        let folder = try TemporaryFolder()
        let path = try folder.write(
            text.replacing(/ExecStart=\S+/, with: "ExecStart=\(try Locations.carbonwall)"),
            to: "carbonwall.service"
        )
        let result = try ProcessRunner.run(["systemd-analyze", "verify", path])
        #expect(result.succeeded)
        #expect(result.errors.isEmpty && result.output.isEmpty, "\(result.errors)\(result.output)")
    }

    @Test func `it comes before the network and after what flushes everything`() throws {
        let lines = try String(contentsOfFile: Self.unit, encoding: .utf8).split(separator: "\n")
        #expect(lines.contains("DefaultDependencies=no"))
        #expect(lines.contains { $0.hasPrefix("Before=network-pre.target") })
        #expect(lines.contains("Wants=network-pre.target"))
        #expect(lines.contains { $0.hasPrefix("After=nftables.service") })
        #expect(lines.contains("RequiresMountsFor=/var/lib/carbonwall"))
    }

    @Test func `its command is one that the program knows`() throws {
        let text = try String(contentsOfFile: Self.unit, encoding: .utf8)
        let command = try #require(text.firstMatch(of: /\nExecStart=\S+ (.*)/)?.output.1)
        #expect(try carbonwall(command.split(separator: " ").map(String.init) + ["--help"]).succeeded)
    }

    @Test(.needs(program: "make")) func `make install puts the program and the unit below the prefix`() throws {
        let folder = try TemporaryFolder()
        let result = try ProcessRunner.run([
            "make", "-n", "-C", Locations.packageRoot, "install-files", "PREFIX=/opt/wall", "DESTDIR=\(folder.path)",
        ])
        #expect(result.succeeded)
        #expect(result.output.contains("\(folder.path)/opt/wall/bin/carbonwall"))
        #expect(result.output.contains("ExecStart=/opt/wall/bin/carbonwall"))
    }

    static let missing: [(arguments: [String], words: [String])] = [
        (
            ["demo", "SWIFT=/no/swift"],
            ["make demo: there is no '/no/swift'", "Swift 6.2 or newer", "swift.org/install"]
        ),
        (["install", "SWIFT=/no/swift"], ["make install: there is no '/no/swift'", "Swift 6.2 or newer"]),
        (["build", "SWIFT=/bin/false"], ["doesn't tell its version"]),
    ]

    @Test(.needs(program: "make"), arguments: missing)
    func `without Swift make says which one and where from`(arguments: [String], words: [String]) throws {
        let result = try ProcessRunner.run(["make", "-C", Locations.packageRoot] + arguments)
        #expect(result.status == .exited(2))
        for text in words { #expect(result.errors.contains(text), "\(result.errors)") }
        #expect(result.output.split(separator: "\n").count < 5)
    }
}
