import Policy

/// Rows of text as a table of GitHub Flavored Markdown.
struct MarkdownTable {
    private let header: [String]
    private let rows: [[String]]

    /// A table of `rows` under `header`; every row has as many cells.
    init(header: [String], rows: [[String]]) {
        self.header = header
        self.rows = rows
    }

    /// The table.
    var text: String {
        Self.line(header) + Self.line(header.map { _ in "---" })
            + rows.map { Self.line($0.map(\.escapedForMarkdown)) }.joined()
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |\n"
    }
}

extension String {
    /// With escapes for what would end a cell or begin a tag, emphasis, code or a link.
    var escapedForMarkdown: String {
        printable.reduce(into: "") { text, character in
            switch character {
            case "|", "\\", "`", "*", "_", "[", "]", "<", ">": text += "\\\(character)"
            default: text.append(character)
            }
        }
    }
}
