import Testing

@testable import embed_rules

@Suite struct LiteralTests {
    @Test(arguments: [
        ("", #""""#), ("a b~", #""a b~""#), ("\"\\", #""\"\\""#), ("\\(x)", #""\\(x)""#),
        ("\n\r\t\u{0}", #""\n\u{d}\u{9}\u{0}""#),
        ("\"\"\"#", ##""\"\"\"#""##), ("é😀", #""\u{e9}\u{1f600}""#), ("\u{202E}", #""\u{202e}""#),
    ])
    func `any text becomes a literal of printable ASCII`(text: String, expected: String) {
        #expect(literal(text) == expected)
    }

    @Test func `the name of a file is what follows the last slash`() {
        #expect(fileName("/a/rules/b.yaml") == "b.yaml")
        #expect(fileName("b.yaml") == "b.yaml")
    }
}
