import Foundation
#if canImport(FoundationXML)
import FoundationXML
#endif
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
        #expect(Set(findings.compactMap { $0["severity"] as? String }) == ["warning", "note"])
        #expect(findings.allSatisfy { $0["message"] is String })
    }

    @Test func `notes are status 0, and --quiet leaves no words`() throws {
        let arguments = ["lint", "--runtime", "mi", "--disable", "management-api"]
        let text = try carbonwall(arguments)
        #expect(text.succeeded)
        #expect(text.output.hasPrefix("note: nobody said where admins come from"))
        #expect(try carbonwall(arguments + ["--quiet"]).output.isEmpty)
        #expect(try carbonwall(arguments + ["--format", "json", "--quiet"]).output == "[]\n")
    }

    static let wide: [[String]] = [
        ["--runtime", "mi", "--from", "admins=0.0.0.0/0"], ["--runtime", "mi", "--from", "admins=::/0"],
        ["--runtime", "apim", "--from", "monitoring=0.0.0.0/1", "--disable", "ldap", "--disable", "kdc"],
        ["--runtime", "mi", "--from", "admins=10.0.0.0/8,128.0.0.0/2"],
    ]

    @Test(arguments: wide) func `ways in that are open to too many are warnings`(arguments: [String]) throws {
        let result = try carbonwall(["lint", "--ignore", "never-listens"] + arguments)
        #expect(result.status == .exited(2))
        #expect(result.output.contains("warning: "))
    }

    @Test func `--ignore leaves findings out, and --fail-on decides about the exit status`() throws {
        let ignored = try carbonwall(Self.exposed + ["--ignore", "exposed-to-anywhere"])
        #expect(ignored.succeeded)
        #expect(!ignored.output.contains("exposed-to-anywhere"))
        let failing = try carbonwall(Self.exposed + ["--fail-on", "error"])
        #expect(failing.succeeded)
        #expect(failing.output.contains("[exposed-to-anywhere]"))
        #expect(try carbonwall(Self.exposed + ["--fail-on", "warning"]).status == .exited(2))
        #expect(try carbonwall(Self.exposed + ["--fail-on", "note"]).status == .exited(64))
        let mistyped = try carbonwall(Self.exposed + ["--ignore", "exposed-to-anywher"])
        #expect(mistyped.status == .exited(64))
        #expect(mistyped.errors.contains("did you mean exposed-to-anywhere?"))
    }

    private static let file =
        "version: 1\nsources: { admins: [0.0.0.0/1] }\n"
        + "nodes: { gw: { addresses: [10.0.1.11], runtimes: [{ name: apim }] } }\n"

    private func lint(_ format: String) throws -> ProcessResult {
        let folder = try TemporaryFolder()
        try folder.write(Self.file, to: "a b,c.yaml")
        return try shell("cd '\(folder.path)' && \"$carbonwall\" lint --policy 'a b,c.yaml' --format \(format)")
    }

    @Test func `sarif has a rule, a level and a place for each finding`() throws {
        let log = try #require(JSONSerialization.jsonObject(with: Data(lint("sarif").outputBytes)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        let wide = try #require(results.last { $0["ruleId"] as? String == "exposed-widely" })
        #expect(wide["level"] as? String == "warning")
        let location = try #require(
            (wide["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        )
        #expect((location["artifactLocation"] as? [String: Any])?["uri"] as? String == "a%20b%2Cc.yaml")
        #expect((location["region"] as? [String: Any])?["startLine"] as? Int == 3)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
        #expect(results.allSatisfy { rules.contains($0["ruleId"] as? String ?? "") })
    }

    @Test func `junit has a test case for each kind, and those that were found fail`() throws {
        let document = try XMLTree(lint("junit").outputBytes)
        #expect(document.attributes("testsuite").first?["failures"] == "2")
        let cases = document.attributes("testcase").compactMap { $0["name"] }
        #expect(cases.contains("multicast-unavailable") && cases.contains("exposed-widely"))
        #expect(document.attributes("failure").compactMap { $0["type"] } == ["warning", "warning"])
    }

    @Test func `github's commands annotate the line`() throws {
        let lines = try lint("github").output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("::warning ") || $0.hasPrefix("::notice ") })
        #expect(lines.contains { $0.hasPrefix("::warning file=a b%2Cc.yaml,line=3,col=") })
        #expect(lines.allSatisfy { $0.contains("title=") && $0.contains("%0A") })
    }

    @Test func `a selection that can't be used is no finding`() throws {
        #expect(try carbonwall("lint", "--runtime", "apim", "--runtime", "si").status == .exited(65))
    }
}

/// The elements of an XML text with their attributes, as Foundation's parser sees them.
private final class XMLTree: NSObject, XMLParserDelegate {
    private var elements: [(name: String, attributes: [String: String])] = []

    init(_ bytes: [UInt8]) throws {
        super.init()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    }

    func attributes(_ name: String) -> [[String: String]] {
        elements.filter { $0.name == name }.map(\.attributes)
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
    }
}
