import Policy

/// Rows of text in columns that fit a width: cells are wrapped; if the words are still too long for it, the last column
/// goes below its row, and then every row becomes a list.
struct TextTable {
    private static let gap = 2
    private static let narrowestLastColumn = 24

    private let header: [String]
    private let rows: [[String]]
    private let terminal: Terminal

    /// A table of `rows` under `header`; every row has as many cells.
    init(header: [String], rows: [[String]], for terminal: Terminal = .output) {
        self.header = header.map(\.printable)
        self.rows = rows.map { $0.map(\.printable) }
        self.terminal = terminal
    }

    /// The table; no line is longer than the terminal's width unless a single word is.
    var text: String {
        if let widths = fittedWidths(of: header.count, lastMayShrink: true) {
            return title(header, widths) + rows.map { line($0, widths) }.joined()
        }
        if header.count > 2, let widths = fittedWidths(of: header.count - 1, lastMayShrink: false) {
            return title(header.dropLast(), widths) + rows.map { line($0.dropLast(), widths) + below($0) }.joined()
        }
        return rows.map(list).joined(separator: "\n")
    }

    /// The widths of the first `count` columns: as wide as their widest cells, and the widest ones narrowed down to their
    /// longest words as far as it takes; nil if that doesn't do.
    private func fittedWidths(of count: Int, lastMayShrink: Bool) -> [Int]? {
        let columns = header.indices.prefix(count)
        var widths = columns.map { column in cells(of: column).map(\.count).max() ?? 0 }
        var smallest = columns.map { column in cells(of: column).flatMap(\.wordLengths).max() ?? 0 }
        if lastMayShrink, let last = widths.last {
            smallest[count - 1] = max(smallest[count - 1], min(last, Self.narrowestLastColumn))
        }
        var excess = widths.reduce(Self.gap * (count - 1), +) - terminal.width
        while excess > 0 {
            let shrinkable = widths.indices.filter { widths[$0] > smallest[$0] }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return nil }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func cells(of column: Int) -> [String] { [header[column]] + rows.map { $0[column] } }

    private func title(_ cells: some Collection<String>, _ widths: [Int]) -> String {
        let line = line(cells, widths)
        return terminal.showsColours ? terminal.styled(line.dropLast(), .bold) + "\n" : line
    }

    private func line(_ cells: some Collection<String>, _ widths: [Int]) -> String {
        let columns = zip(cells, widths).map { cell, width in cell.wrapped(to: width) }
        let height = max(1, columns.map(\.count).max() ?? 1)
        return (0..<height).map { row in
            let parts = zip(columns, widths).map { ($0.indices.contains(row) ? $0[row] : "").padded(to: $1 + Self.gap) }
            return parts.joined().withoutTrailingSpaces + "\n"
        }.joined()
    }

    private func below(_ cells: [String]) -> String {
        (cells.last ?? "").wrapped(to: terminal.width - 4).map { "    \($0)\n" }.joined()
    }

    private func list(_ cells: [String]) -> String {
        let width = header.map(\.count).max() ?? 0
        return zip(header, cells).filter { !$1.isEmpty }.map { name, cell in
            let lines = cell.wrapped(to: max(terminal.width - width - Self.gap, 10))
            let first = terminal.styled(name.padded(to: width), .bold)
            return lines.enumerated().map { index, text in
                (index == 0 ? first : "".padded(to: width)) + "".padded(to: Self.gap) + text + "\n"
            }.joined()
        }.joined()
    }
}

extension String {
    fileprivate var wordLengths: [Int] { wrapped(to: 1).map(\.count) }

    fileprivate var withoutTrailingSpaces: Substring {
        prefix(upTo: lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)
    }
}
