import HostRuleset
import Testing

@Suite struct PlainTextTests {
    @Test(arguments: [
        "HTTPS servlet transport", "9443+1: a/b (c), d; e } f { g # h $(i) `j` 'k' *", "Größe ✓ 日本語 🔥", "",
        String(repeating: "x", count: 128), String(repeating: "é", count: 64),
    ])
    func `harmless text stays as it is`(text: String) {
        #expect(PlainText(text).description == text)
    }

    private static let replaced = [
        ("a\"b", "a'b"), ("a\\", "a/"), ("a\nb", "a b"), ("a\r\nb", "a  b"), ("a\tb", "a b"), ("a\u{0}b", "a?b"),
        ("\u{1b}[31m", "?[31m"), ("\u{7f}", "?"), ("\u{85}", "?"), ("a\u{202e}b", "a?b"), ("\u{2066}", "?"),
        ("\u{200f}", "?"),
        ("\u{200b}", "?"), ("\u{feff}", "?"), ("a\u{2028}b", "a b"), ("a\u{2029}b", "a b"), ("a\u{a0}b", "a b"),
        ("\u{e000}", "?"), ("\u{10ffff}", "?"), ("\" comment \"", "' comment '"),
    ]

    @Test(arguments: replaced.indices)
    func `what could end a string or a line, or can't be seen, is replaced`(index: Int) {
        let (text, plain) = Self.replaced[index]
        #expect(PlainText(text).description == plain)
    }

    @Test(arguments: [
        (String(repeating: "x", count: 129), String(repeating: "x", count: 125) + "..."),
        (String(repeating: "é", count: 65), String(repeating: "é", count: 62) + "..."),
        (String(repeating: "🔥", count: 33), String(repeating: "🔥", count: 31) + "..."),
        (String(repeating: "\"", count: 129), String(repeating: "'", count: 125) + "..."),
        ("x" + String(repeating: "日", count: 43), "x" + String(repeating: "日", count: 41) + "..."),
    ])
    func `a longer text is cut between two characters`(text: String, plain: String) {
        #expect(PlainText(text).description == plain)
        #expect(plain.utf8.count <= PlainText.commentLimit)
    }

    @Test(arguments: ["x", "\"", "\n", "\u{0}", "🔥", "\u{202e}", "e\u{301}"])
    func `a megabyte is cut like anything else`(part: String) {
        let text = PlainText(String(repeating: part, count: 1_000_000 / part.utf8.count)).description
        #expect(text.hasSuffix("..."))
        #expect(120...128 ~= text.utf8.count)
    }
}
