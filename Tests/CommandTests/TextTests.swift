import Policy
import TestSupport
import Testing

@testable import carbonwall

@Suite struct TextTests {
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("\"", "\"\"\"\""),
        ("=1+1", "'=1+1"), ("@x", "'@x"), ("-1", "'-1"), ("+1,2", "\"'+1,2\""), ("\t=x", "'\t=x"),
    ])
    func `csv quotes by RFC 4180 and disarms formulas`(cell: String, field: String) {
        #expect(CSVTable(header: ["h"], rows: [[cell]]).text == "h\r\n\(field)\r\n")
    }

    @Test func `markdown escapes what would end a cell or start a tag`() {
        let table = MarkdownTable(header: ["h"], rows: [["a|b <script> `x` \u{1B}"]])
        #expect(table.text == "| h |\n| --- |\n| a\\|b \\<script\\> \\`x\\` \\\\u{1B} |\n")
    }

    @Test func `table columns line up and the last one wraps`() {
        let words = Array(repeating: "word", count: 40).joined(separator: " ")
        let table = TextTable(header: ["A", "B"], rows: [["long cell", words]], for: Terminal(width: 72))
        let lines = table.text.split(separator: "\n")
        #expect(lines.first == "A          B")
        #expect(lines.dropFirst().allSatisfy { $0.count <= 72 })
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("           word") })
    }

    static let summaries: [(blocks: [String], summary: String)] = [
        (["0.0.0.0/0", "::/0"], "anywhere"),
        (["0.0.0.0/0"], "0.0.0.0/0"),
        (["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"], "private ranges"),
        (["10.9.0.0/24", "fd00:9::/64"], "10.9.0.0/24, fd00:9::/64"),
        (["10.0.0.1", "10.0.0.2"], "10.0.0.1-10.0.0.2"),
        (["10.0.0.2", "10.0.0.3"], "10.0.0.2/31"),
        (["10.0.0.1"], "10.0.0.1"),
        (
            ["1.1.1.1", "3.3.3.3", "5.5.5.5", "7.7.7.7", "9.9.9.9", "::1"],
            "1.1.1.1, 3.3.3.3, 5.5.5.5, 7.7.7.7 and 2 more"
        ),
        ([], "nobody"),
    ]

    @Test(arguments: summaries) func `a set of addresses is summed up`(blocks: [String], summary: String) throws {
        #expect(AddressSet(try blocks.map { try CIDR($0) }).summary == summary)
    }

    @Test(arguments: [("32768\t60999", 32768, 60999), ("1 65535", 1, 65535)])
    func `the kernel's port range is read`(text: String, first: Int, last: Int) {
        #expect(PortRange(kernelRange: text) == PortRange(first, last))
    }

    @Test(arguments: ["", "1", "a b", "9 1"]) func `what is no port range is none`(text: String) {
        #expect(PortRange(kernelRange: text) == nil)
    }

    @Test func `the kernel's reserved ports are read`() {
        #expect(PortRange.kernelList("8080,9148-9150") == [PortRange(8080), PortRange(9148, 9150)].compactMap(\.self))
        #expect(PortRange.kernelList("").isEmpty)
    }
}
