import Emitters
import Policy
import TestSupport
import Testing

/// The script as shells and their critic see it.
@Suite struct IptablesScriptTests {
    private static let policies = SamplePolicies.all + [SamplePolicy("many sources", SamplePolicies.manySources)]

    @Test(.needs(program: "shellcheck"), arguments: policies)
    func `shellcheck finds nothing`(sample: SamplePolicy) throws {
        let script = try IptablesEmitter.script(sample.policy, toolVersion: "1")
        let result = try ProcessRunner.run(["shellcheck", "--shell=sh", "-"], input: Array(script.utf8))
        #expect(result.output.isEmpty)
        #expect(result.succeeded)
    }

    @Test(.needs(program: "busybox"), arguments: [["sh"], ["dash"], ["busybox", "sh"], ["bash", "--posix"]])
    func `every shell can read it`(shell: [String]) throws {
        for sample in Self.policies {
            let script = try IptablesEmitter.script(sample.policy, toolVersion: "1")
            let result = try ProcessRunner.run(shell + ["-n"], input: Array(script.utf8))
            #expect(result.succeeded && result.errors.isEmpty)
        }
    }

    @Test func `without an argument, or with another, it says how to use it and does nothing`() throws {
        let script = try IptablesEmitter.script(SamplePolicies.apim, toolVersion: "1")
        for arguments in [[], ["restart"], ["start ; reboot"]] {
            let result = try ProcessRunner.run(["sh", "-s", "--"] + arguments, input: Array(script.utf8))
            #expect(result.status == .exited(64))
            #expect(result.errors.contains("start|stop|status"))
        }
    }

    static let texts = [
        "END", "\nEND\n", "END\n}\nreboot", "$(reboot)", "`reboot`", "'; reboot; '", "\"; reboot; \"", "\\", "\\\"",
        "\r",
        "-t nat", "--table nat", "-A INPUT -j ACCEPT", "\nCOMMIT\n*nat\n", "\u{0}", "\u{202e}", "%s", "!", "# x", "🔥",
        String(repeating: "\" -j ACCEPT ", count: 10_000),
    ]

    @Test(arguments: texts.indices)
    func `whatever the texts of a policy say, the lines but for their comments are the same`(index: Int) throws {
        let hostile = try Self.data(Self.texts[index])
        let harmless = try Self.data("text")
        #expect(hostile.rules4.withoutComments == harmless.rules4.withoutComments)
        #expect(hostile.rules6.withoutComments == harmless.rules6.withoutComments)
        let (one, two) = try (Self.program(Self.texts[index]), Self.program("text"))
        #expect(one == two)
        #expect(try !IptablesEmitter.script(SamplePolicies.saying(Self.texts[index]), toolVersion: "").contains("\r"))
    }

    private static func data(_ text: String) throws -> ScriptData {
        try ScriptData(IptablesEmitter.script(SamplePolicies.saying(text), toolVersion: text))
    }

    /// The script behind its data, which holds nothing of the policy.
    private static func program(_ text: String) throws -> String {
        let script = try IptablesEmitter.script(SamplePolicies.saying(text), toolVersion: text)
        return String(script[(try #require(script.firstRange(of: "\nLC_ALL=C\n"))).lowerBound...])
    }
}

extension String {
    /// Its lines without those that begin with `#`, and without each `--comment "…"`.
    fileprivate var withoutComments: [String] {
        split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            line.replacing(#/ -m comment --comment "[^"]*"/#, with: "").description
        }
    }
}
