import ArgumentParser
import Emitters
import Policy

/// How findings are shown, and which of them count: the flags of every verb that looks for some.
struct FindingOptions: ParsableArguments {
    /// The forms of a list of findings.
    enum Format: String, CaseIterable {
        /// For a person.
        case text
        /// An array of objects.
        case json
        /// SARIF 2.1.0, which code scanners exchange.
        case sarif
        /// JUnit's XML, which CI servers show.
        case junit
        /// The commands by which a GitHub workflow annotates lines.
        case github
    }

    /// From which severity on findings make the exit status; a note never does.
    enum Threshold: String, CaseIterable {
        case error
        case warning
    }

    @Option(
        help: ArgumentHelp("How to show it (default: text).", valueName: "text|json|sarif|junit|github"),
        completion: .list(Format.allCases.map(\.rawValue)),
        transform: { try Choice.parse($0) }
    )
    var format: Format?

    @Option(
        name: .customLong("ignore"),
        help: ArgumentHelp("Leave out the findings of this name; repeatable.", valueName: "slug")
    )
    var ignored: [String] = []

    @Option(
        name: .customLong("fail-on"),
        help: ArgumentHelp(
            "From which severity on the exit status is 2 (default: warning).",
            valueName: "error|warning"
        ),
        completion: .list(Threshold.allCases.map(\.rawValue)),
        transform: { try Choice.parse($0) }
    )
    var threshold: Threshold?

    @OptionGroup var notes: NoteOptions

    /// - Throws: `CommandFailure.usage` for a name to ignore that is none of `slugs`.
    func check(_ slugs: [String]) throws(CommandFailure) {
        guard let unknown = ignored.first(where: { !slugs.contains($0) }) else { return }
        throw .usage("no finding is called \(unknown.quotedForMessage)", hint: suggestion(for: unknown, in: slugs))
    }

    /// Writes those of `findings` that are asked for to standard output, and ends with 2 if one is bad enough.
    ///
    /// - Parameters:
    ///   - findings: All that there are.
    ///   - verb: Who found them.
    ///   - slugs: The names of all that could be found, for the formats that list what was looked for.
    /// - Throws: `CommandFailure.operation` if that fails, the exit status 2.
    func write(_ findings: [Finding], of verb: String, slugs: [String]) throws {
        let shown = notes.heard(findings.filter { !ignored.contains($0.slug) })
        switch format ?? .text {
        case .text: try Console.show(shown.map(\.report).joined())
        case .json: try Console.write(JSONValue.array(shown.map(\.json)).document)
        case .sarif: try Console.write(SARIFLog(shown, slugs: slugs, verb: verb).text)
        case .junit: try Console.write(JUnitReport(shown, slugs: slugs, verb: verb).text)
        case .github: try Console.write(shown.map(\.workflowCommand).joined())
        }
        let limit: Finding.Severity = threshold == .error ? .error : .warning
        if shown.contains(where: { $0.severity >= limit }) { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}

/// Whether notes are shown.
struct NoteOptions: ParsableArguments {
    @Flag(name: .customLong("quiet"), help: "Leave notes out.")
    var isQuiet = false

    /// `findings`, without the notes if these aren't wanted.
    func heard(_ findings: [Finding]) -> [Finding] {
        isQuiet ? findings.filter { $0.severity > .note } : findings
    }

    /// `notes`, or none if they aren't wanted.
    func heard(_ notes: [String]) -> [String] {
        isQuiet ? [] : notes
    }
}
