import Policy
import Testing

@testable import YAMLReader

@Suite struct RefusalTests {
    /// A text and why it is refused.
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let problem: YAMLError.Problem
        let line: Int
        let column: Int

        init(_ text: String, _ problem: YAMLError.Problem, _ line: Int, _ column: Int) {
            self.text = text
            self.problem = problem
            self.line = line
            self.column = column
        }

        var testDescription: String { "\(problem)" }
    }

    static let cases = [
        Case("", .empty, 1, 1),
        Case("# only a comment\n", .empty, 1, 1),
        Case("---\n", .empty, 1, 1),
        Case("a: &x 1\n", .anchor, 1, 4),
        Case("a: 1\nb: [&x []]\n", .anchor, 2, 5),
        Case("a: *x\n", .alias, 1, 4),
        Case("a: !!str 1\n", .tag, 1, 4),
        Case("a: !!binary {}\n", .tag, 1, 4),
        Case("a: 1\n---\nb: 2\n", .severalDocuments, 2, 1),
        Case("a: 1\nb: 2\na: 3\n", .duplicateKey("a", firstLine: 1), 3, 1),
        Case("x:\n  {k: 1, \"k\": 2}\n", .duplicateKey("k", firstLine: 2), 2, 10),
        Case("? [a]\n: 1\n", .nonScalarKey, 1, 3),
        Case("a:\n\tb: 1\n", .tabIndentation, 2, 1),
        Case("a:\n  \tb: 1\n", .tabIndentation, 2, 3),
        Case("a: ä\u{7}\n", .unprintable("\u{7}"), 1, 5),
        Case("a: x\u{0}\n", .unprintable("\u{0}"), 1, 5),
        Case("a: \u{202E}x\n", .unprintable("\u{202E}"), 1, 4),
        Case("# a\u{2028}b: 1\n", .unprintable("\u{2028}"), 1, 4),
        Case("a: 1\rb: 2\n", .unprintable("\r"), 1, 5),
        Case("a:\n  - \"x\\0\"\n", .unprintable("\u{0}"), 2, 5),
        Case("a: \"\\u202e\"\n", .unprintable("\u{202E}"), 1, 4),
        Case("a: '\(String(repeating: "x", count: 4097))'\n", .scalarTooLong, 1, 4),
        Case(String(repeating: "[", count: 33), .tooDeep, 1, 33),
        Case(
            "a: [b\nc: d\n",
            .syntax("did not find expected ',' or ']' while parsing a flow sequence (from line 1)"),
            2,
            2
        ),
        Case("a: [b", .syntax("did not find expected ',' or ']' while parsing a flow sequence"), 1, 6),
        Case(
            "a: 'b\n\nc",
            .syntax("found unexpected end of stream while scanning a quoted scalar (from line 1)"),
            3,
            2
        ),
        Case("a: b: c\n", .syntax("mapping values are not allowed in this context"), 1, 5),
    ]

    @Test(arguments: cases)
    func `what isn't allowed is refused where it stands`(refused: Case) {
        #expect(
            refusal(of: Array(refused.text.utf8))
                == YAMLError(refused.problem, line: refused.line, column: refused.column)
        )
    }

    @Test(
        arguments: [[0xC3], [0xFF, 0xFE], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]]
    )
    func `bytes that are no UTF-8 are refused where they stand`(bytes: [UInt8]) {
        #expect(refusal(of: Array("a: 1\nä: ".utf8) + bytes) == YAMLError(.invalidUTF8, line: 2, column: 4))
    }

    @Test func `a file of more than 16 MB is refused before it is read`() {
        let bytes = [UInt8](repeating: 0xFF, count: 16 << 20 + 1)
        #expect(refusal(of: bytes) == YAMLError(.tooLarge, line: 1, column: 1))
    }

    @Test func `more than a million values are refused`() {
        let text = String(repeating: "- 1\n", count: 1_000_000)
        #expect(refusal(of: Array(text.utf8)) == YAMLError(.tooManyNodes, line: 1_000_000, column: 3))
    }

    @Test func `a finding of a refusal names file, line and column and says what to do`() {
        let finding = YAMLError(.tabIndentation, line: 2, column: 1).finding(in: "policy.yaml")
        #expect(finding.location?.description == "policy.yaml:2:1")
        #expect(finding.message == "a tab is used as indentation")
        #expect(finding.hint == "indent with spaces")
        #expect(finding.slug == "bad-character")
    }
}
