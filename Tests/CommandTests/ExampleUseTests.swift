import TestSupport
import Testing

/// The three commands beside an example put it to use.
@Suite(.needsNetworkNamespaces, .needs(program: "iptables-restore")) struct ExampleUseTests {
    @Test func `the iptables example is emitted, started and in force`() async throws {
        let commands = try ProcessRunner.output(of: ["cat", "\(ExampleTests.folder)/iptables/use"])
        let program = try Locations.carbonwall
        let results = try await NetworkNamespace.isolated {
            let folder = try TestSupport.TemporaryFolder()
            try ProcessRunner.output(of: ["cp", "-r", "\(ExampleTests.folder)/iptables/policy.yaml", folder.path])
            let path = "\(program.dropLast("/carbonwall".count)):/usr/sbin:/usr/bin:/sbin:/bin"
            return try commands.split(separator: "\n").map { line in
                let words = ["env", "-C", folder.path, "PATH=\(path)"] + line.split(separator: " ").map(String.init)
                return try ProcessRunner.run(words)
            }
        }
        #expect(results.count == 3)
        #expect(results.allSatisfy { $0.succeeded && $0.errors.isEmpty })
        #expect(results.last?.output == "IPv4: in force\nIPv6: in force\n")
    }
}
