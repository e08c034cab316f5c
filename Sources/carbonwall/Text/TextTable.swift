import Policy

/// Rows of text in columns.
struct TextTable {
    private static let gap = 2
    private static let width = 120
    private static let narrowestLastColumn = 30

    private let rows: [[String]]

    /// A table of `rows` under `header`; every row has as many cells.
    init(header: [String], rows: [[String]]) {
        self.rows = ([header] + rows).map { $0.map(\.printable) }
    }

    /// The table, each column as wide as its widest cell; the last one is wrapped so that lines fit in 120 characters.
    var text: String {
        let widths = columnWidths
        return rows.map { line($0, widths: widths) }.joined()
    }

    private var columnWidths: [Int] {
        (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        let indentation = widths.dropLast().reduce(0) { $0 + $1 + Self.gap }
        let fixed = zip(cells, widths).dropLast().map { $0.padded(to: $1 + Self.gap) }.joined()
        let wrapped = (cells.last ?? "").wrapped(to: max(Self.width - indentation, Self.narrowestLastColumn))
        let start = fixed + (wrapped.first ?? "")
        let others = wrapped.dropFirst().map { String(repeating: " ", count: indentation) + $0 }
        return ([start] + others).map { $0.withoutTrailingSpaces + "\n" }.joined()
    }
}

extension String {
    /// With spaces behind, up to `width` characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// Broken between words into lines of at most `width` characters; a longer word has a line of its own.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    fileprivate var withoutTrailingSpaces: Substring {
        prefix(upTo: lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)
    }
}
