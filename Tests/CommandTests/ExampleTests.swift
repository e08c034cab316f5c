import TestSupport
import Testing

/// Every command of `examples/` gives the rulesets that stand beside it.
@Suite struct ExampleTests {
    static let folder = "\(Locations.packageRoot)/examples"

    /// The lines of the `command` files, each with its folder.
    static let commands: [(example: String, line: String)] = {
        let files = (try? ProcessRunner.output(of: ["find", folder, "-name", "command"])) ?? ""
        return files.split(separator: "\n").sorted().flatMap { path in
            let lines = (try? ProcessRunner.output(of: ["cat", String(path)])) ?? ""
            let example = path.dropLast("/command".count).split(separator: "/").last ?? ""
            return lines.split(separator: "\n").map { (String(example), String($0)) }
        }
    }()

    @Test func `there are examples`() {
        #expect(Self.commands.count >= 6)
    }

    @Test(arguments: commands) func `an example's command gives its ruleset`(example: String, line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        #expect(words.first == "carbonwall")
        let output = try #require(words.firstIndex(of: "-o"))
        let arguments = words[1..<output] + words[(output + 2)...]
        let place = "\(Self.folder)/\(example)"
        let carbonwall = try Locations.carbonwall
        let ruleset = try ProcessRunner.output(of: ["env", "-C", place, carbonwall] + arguments)
        try GoldenFile.expect(ruleset, at: "\(place)/\(words[output + 1])")
    }
}
