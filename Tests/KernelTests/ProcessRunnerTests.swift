import TestSupport
import Testing

@Suite struct ProcessRunnerTests {
    @Test func `a program gets its arguments as they are, spaces and quotes included`() throws {
        let result = try ProcessRunner.run(["printf", "%s|", "a b", "\"$(id)'", ""])
        #expect(result.succeeded)
        #expect(result.output == "a b|\"$(id)'||")
    }

    @Test func `input and output of a megabyte pass whole`() throws {
        let input = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let result = try ProcessRunner.run(["cat"], input: input)
        #expect(result.outputBytes == input)
    }

    @Test func `the exit code and standard error are told apart from the output`() throws {
        let result = try ProcessRunner.run(["sh", "-c", "echo out; echo err >&2; exit 65"])
        #expect(result.status == .exited(65))
        #expect(result.output == "out\n")
        #expect(result.errors == "err\n")
    }

    @Test func `a signal that ends a program is its status`() throws {
        #expect(try ProcessRunner.run(["sh", "-c", "kill -SEGV $$"]).status == .signalled(11))
    }

    @Test func `variables are added and replaced, the others inherited`() throws {
        let variables = ["HOME": "/nowhere", "CARBONWALL_TEST": "a=b"]
        let result = try ProcessRunner.run(
            ["sh", "-c", "echo $HOME,$CARBONWALL_TEST,${PATH:+path}"],
            environment: variables
        )
        #expect(result.output == "/nowhere,a=b,path\n")
    }

    @Test func `a program that doesn't exist is an error that names it`() {
        #expect(throws: SystemError("find no-such-program", code: 2)) { try ProcessRunner.run(["no-such-program"]) }
        #expect(throws: SystemError("start /no/such", code: 2)) { try ProcessRunner.run(["/no/such"]) }
    }

    @Test func `a program that had to succeed and didn't is an error with what it said`() {
        #expect {
            try ProcessRunner.output(of: ["sh", "-c", "echo why >&2; exit 3"])
        } throws: { error in
            "\(error)".contains("why") && "\(error)".contains("exited(3)")
        }
    }
}
