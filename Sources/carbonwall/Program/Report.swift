import Policy

/// How errors, warnings and notes look on standard error.
enum Report {
    /// `carbonwall: error: message`, and the hint in a line of its own.
    static func line(_ kind: String, _ message: String, hint: String? = nil) -> String {
        "carbonwall: \(kind): \(message.printable)\n" + hintLine(hint)
    }

    /// `policy.yaml:3:7: error: message` where the finding has a place, and the hint in a line of its own.
    static func line(_ finding: Finding) -> String {
        let place = finding.location.map { "\($0)" } ?? "carbonwall"
        return "\(place.printable): \(finding.severity.rawValue): \(finding.message.printable)\n"
            + hintLine(finding.hint)
    }

    private static func hintLine(_ hint: String?) -> String {
        hint.map { "  hint: \($0.printable)\n" } ?? ""
    }
}
