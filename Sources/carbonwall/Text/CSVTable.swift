/// Rows of text as comma-separated values (RFC 4180).
struct CSVTable {
    private let rows: [[String]]

    /// A table of `rows` under `header`.
    init(header: [String], rows: [[String]]) {
        self.rows = [header] + rows
    }

    /// The table, with the line breaks that the RFC has: CR LF.
    var text: String {
        rows.map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
    }

    /// In quotes where it needs them; what a spreadsheet would take for a formula gets an apostrophe in front.
    private static func field(_ cell: String) -> String {
        let startsFormula = cell.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let text = startsFormula ? "'" + cell : cell
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
