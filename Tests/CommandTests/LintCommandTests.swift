import Foundation
import TestSupport
import Testing

@Suite struct LintCommandTests {
    private static let exposed = [
        "lint", "--runtime", "apim", "--basis", "observed", "--expose", "servlet-http=clients",
    ]

    @Test func `findings end with status 2, each with its name`() throws {
        let result = try carbonwall(Self.exposed)
        #expect(result.status == .exited(2))
        #expect(result.output.contains("warning: 9763/tcp"))
        #expect(result.output.contains("[exposed-to-anywhere]"))
        #expect(result.errors.isEmpty)
    }

    @Test func `json has the same findings`() throws {
        let result = try carbonwall(Self.exposed + ["--format", "json"])
        #expect(result.status == .exited(2))
        let findings = try #require(
            try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [[String: Any]]
        )
        let slugs = findings.compactMap { $0["slug"] as? String }
        #expect(slugs.contains("exposed-to-anywhere"))
        #expect(slugs.count == findings.count)
        #expect(findings.allSatisfy { $0["severity"] as? String == "warning" && $0["message"] is String })
    }

    @Test func `nothing doubtful is status 0 and no words`() throws {
        let arguments = ["lint", "--runtime", "mi", "--disable", "management-api"]
        let text = try carbonwall(arguments)
        #expect(text.succeeded)
        #expect(text.output.isEmpty)
        #expect(try carbonwall(arguments + ["--format", "json"]).output == "[]\n")
    }

    @Test func `a selection that can't be used is no finding`() throws {
        #expect(try carbonwall("lint", "--runtime", "apim", "--runtime", "si").status == .exited(65))
    }
}
