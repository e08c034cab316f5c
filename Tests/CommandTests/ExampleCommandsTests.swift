import TestSupport
import Testing

/// The commands beside an example that put it to use, where no account in a cloud lets tests run them.
@Suite struct ExampleCommandsTests {
    private static let examples = [
        "aws", "azure", "cloudformation", "gcp", "iptables", "kubernetes", "openstack", "terraform",
    ]

    @Test(arguments: examples) func `three commands, the first of which is the example's own`(example: String) throws {
        let lines = try Self.lines("use", of: example)
        #expect(lines.count == 3)
        #expect(try Self.lines("command", of: example).contains(lines[0]))
        let output = try #require(lines[0].split(separator: " ").last)
        #expect(lines[1].contains(output) || example == "terraform", "the second one takes what the first one wrote")
    }

    @Test(.needs(program: "shellcheck"), arguments: examples) func `they are sound shell`(example: String) throws {
        let path = "\(ExampleTests.folder)/\(example)/use"
        let verdict = try ProcessRunner.run(["shellcheck", "--shell=sh", path])
        #expect(verdict.succeeded, "\(verdict.output)")
    }

    private static func lines(_ file: String, of example: String) throws -> [String] {
        let text = try ProcessRunner.output(of: ["cat", "\(ExampleTests.folder)/\(example)/\(file)"])
        return text.split(separator: "\n").map(String.init)
    }
}
