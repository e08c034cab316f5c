import TestSupport
import Testing

@Suite struct HelpTests {
    static let verbs = [
        [], ["ports"], ["emit"], ["explain"], ["lint"], ["catalog"], ["catalog", "list"], ["catalog", "show"],
        ["catalog", "validate"],
    ]

    /// The verbs that look at the kernel or change it: their examples are for a machine, not for a test.
    static let kernelVerbs = [
        ["plan"], ["apply"], ["confirm"], ["rollback"], ["status"], ["remove"], ["boot"], ["doctor"],
    ]

    @Test(arguments: verbs + kernelVerbs) func `every verb's help is as recorded`(verb: [String]) throws {
        let result = try carbonwall(verb + ["--help"])
        #expect(result.succeeded)
        #expect(result.errors.isEmpty)
        try Snapshot.expect(result.output, is: "help\(verb.map { "-\($0)" }.joined()).txt")
    }

    @Test(arguments: verbs + kernelVerbs) func `every verb's help shows a command to begin with`(verb: [String]) throws
    {
        let help = try carbonwall(verb + ["--help"]).output
        #expect(help.contains("  carbonwall \((verb.isEmpty ? ["ports"] : verb).joined(separator: " "))"))
    }

    @Test(arguments: verbs) func `every command in a verb's help works`(verb: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "version: 1\nnodes: { gw: { addresses: [10.0.1.11], runtimes: [{ name: apim }] } }\n",
            to: "policy.yaml"
        )
        let help = try carbonwall(verb + ["--help"], environment: ["COLUMNS": "200"]).output
        let examples = help.matches(of: /\n  (carbonwall [^\n]*)/).map(\.output.1)
        for example in examples where !example.contains("| nft") && !example.contains("apply") {
            let line = example.replacing("carbonwall ", with: "\"$carbonwall\" ")
                .replacing("./rules", with: "'\(Locations.packageRoot)/rules'")
            let result = try shell("cd '\(folder.path)' && \(line)")
            #expect(result.succeeded || result.status == .exited(2), "\(example): \(result.errors)")
        }
    }

    @Test(arguments: ["1", "20", "26"]) func `a help page is shown at any width`(columns: String) throws {
        for arguments in [["--help"], ["ports", "--help"], ["catalog"], ["help", "apply"]] {
            let result = try carbonwall(arguments, environment: ["COLUMNS": columns])
            #expect(result.status == .exited(0) && result.output.contains("USAGE:"), "\(arguments)")
        }
    }

    @Test(arguments: verbs + kernelVerbs, [60, 80, 200])
    func `every help page fits, and its examples can be pasted at any width`(verb: [String], columns: Int) throws {
        let help = try carbonwall(verb + ["--help"], environment: ["COLUMNS": "\(columns)"]).output
        let wide = try carbonwall(verb + ["--help"], environment: ["COLUMNS": "1000"]).output
        for line in help.split(separator: "\n") {
            #expect(line.count <= columns, "\(line)")
        }
        let pasted = help.replacing(" \\\n    ", with: " ")
        for example in wide.matches(of: /\n(  carbonwall [^\n]*)/).map(\.output.1) {
            #expect(pasted.contains(example + "\n"), "\(example)")
        }
    }

    @Test func `the options of clouds are on the page of a target`() throws {
        #expect(try !carbonwall("emit", "--help").output.contains("--source-group"))
        for arguments in [["emit", "aws", "--help"], ["help", "emit", "aws"]] {
            #expect(try carbonwall(arguments).output.contains("--source-group"))
        }
        #expect(try carbonwall("emit", "--help").output.split(separator: "\n").count < 90)
    }

    @Test func `help asked for by word is the same as by flag`() throws {
        #expect(try carbonwall("help", "ports").output == carbonwall("ports", "--help").output)
    }

    @Test func `without a verb the help comes`() throws {
        let result = try carbonwall([])
        #expect(result.succeeded)
        #expect(result.output == (try carbonwall("--help").output))
    }

    @Test func `the version is three numbers`() throws {
        let result = try carbonwall("--version")
        #expect(result.succeeded)
        #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `a completion script comes for each shell`(shell: String) throws {
        let result = try carbonwall("--generate-completion-script", shell)
        #expect(result.succeeded)
        #expect(result.output.contains("nftables"))
    }

    @Test func `nothing is coloured`() throws {
        for environment in [[:], ["NO_COLOR": "1"], ["CLICOLOR_FORCE": "1"]] {
            let result = try carbonwall("ports", "--runtime", "apim", environment: environment)
            #expect(!result.output.contains("\u{1B}"))
        }
    }
}
