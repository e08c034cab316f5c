import Testing

@testable import YAMLReader

/// The tree of `text`.
func parse(_ text: String) throws(YAMLError) -> YAMLNode {
    try YAMLNode.parse(Array(text.utf8))
}

/// The error that `bytes` are refused with.
func refusal(of bytes: [UInt8]) -> YAMLError? {
    do throws(YAMLError) {
        _ = try YAMLNode.parse(bytes)
        return nil
    } catch {
        return error
    }
}

@Suite struct ParseTests {
    @Test func `a mapping keeps the order of its keys and every position`() throws {
        let root = try parse("b: 1\n\na:\n  - x\n  - 'y z'\n")
        let expected = YAMLNode(
            content: .mapping([
                YAMLPair(key: "b", keyLine: 1, keyColumn: 1, value: .scalar("1", plain: true, 1, 4)),
                YAMLPair(
                    key: "a",
                    keyLine: 3,
                    keyColumn: 1,
                    value: YAMLNode(
                        content: .sequence([.scalar("x", plain: true, 4, 5), .scalar("y z", plain: false, 5, 5)]),
                        line: 4,
                        column: 3
                    )
                ),
            ]),
            line: 1,
            column: 1
        )
        #expect(root == expected)
    }

    @Test func `columns count characters and not bytes`() throws {
        let root = try parse("[\"äöü€😀\", x]")
        guard case .sequence(let items) = root.content else { return #expect(Bool(false), "no list") }
        #expect(items.last == .scalar("x", plain: true, 1, 11))
    }

    @Test func `a byte order mark doesn't count as a character`() throws {
        #expect(try parse("\u{FEFF}a") == .scalar("a", plain: true, 1, 1))
    }

    @Test func `windows line ends count as one line`() throws {
        let root = try parse("[a,\r\n b]\r\n")
        guard case .sequence(let items) = root.content else { return #expect(Bool(false), "no list") }
        #expect(items == [.scalar("a", plain: true, 1, 2), .scalar("b", plain: true, 2, 2)])
    }

    @Test(arguments: ["~", "null", "yes", "0x10", "1e3", "010"])
    func `a plain text stays as it is written`(text: String) throws {
        #expect(try parse(text) == .scalar(text, plain: true, 1, 1))
    }

    @Test func `a text of 4 KiB and 32 levels are allowed`() throws {
        let text = String(repeating: "x", count: 4096)
        #expect(try parse("'\(text)'") == .scalar(text, plain: false, 1, 1))
        _ = try parse(String(repeating: "[", count: 32) + String(repeating: "]", count: 32))
    }
}

extension YAMLNode {
    /// A text at `line` and `column`.
    static func scalar(_ text: String, plain: Bool, _ line: Int, _ column: Int) -> YAMLNode {
        YAMLNode(content: .scalar(YAMLScalar(text: text, isPlain: plain)), line: line, column: column)
    }
}
