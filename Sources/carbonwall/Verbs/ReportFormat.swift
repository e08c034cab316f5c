/// How a report is shown.
enum ReportFormat: String, CaseIterable {
    /// For a person.
    case text
    /// For a program.
    case json
}
