import TestSupport
import Testing

@Suite struct StandardOutputTests {
    static let lines = [
        "ports --runtime apim", "emit nftables --runtime apim --from admins=10.9.0.0/24", "catalog show apim", "--help",
        "ports --help",
    ]

    @Test(arguments: lines) func `a full disk is an error`(arguments: String) throws {
        let result = try shell("\"$carbonwall\" \(arguments) > /dev/full")
        #expect(result.status == .exited(1))
        #expect(result.errors == "carbonwall: error: can't write to standard output: No space left on device\n")
    }

    @Test func `a closed output is an error`() throws {
        let result = try shell("\"$carbonwall\" ports --runtime apim >&-")
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("can't write to standard output: Bad file descriptor"))
    }

    @Test(arguments: lines) func `a reader that stops early isn't answered with a trace`(arguments: String) throws {
        let result = try shell("\"$carbonwall\" \(arguments) | head -c 1 | wc -c")
        #expect(result.output == "1\n")
        #expect(result.errors.isEmpty)
    }

    @Test func `a closed standard error doesn't matter`() throws {
        let result = try shell("\"$carbonwall\" ports --runtime apim --format json 2>&-")
        #expect(result.succeeded)
        #expect(result.output.hasPrefix("[\n"))
    }
}
