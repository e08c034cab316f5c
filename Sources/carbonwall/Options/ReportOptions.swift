import ArgumentParser
import Emitters

/// How a report is shown: the flags that all verbs with a report share.
struct ReportOptions: ParsableArguments {
    /// The forms of a report.
    enum Format: String, CaseIterable {
        /// For a person.
        case text
        /// For a program.
        case json
    }

    @Option(
        help: ArgumentHelp("How to show it (default: text).", valueName: "text|json"),
        completion: .list(Format.allCases.map(\.rawValue)),
        transform: { try Choice.parse($0) }
    )
    var format: Format?

    @OptionGroup var notes: NoteOptions

    /// Writes the form that was asked for to standard output.
    ///
    /// - Throws: `CommandFailure.operation` where that fails.
    func write(text: @autoclosure () -> String, json: @autoclosure () -> JSONValue) throws(CommandFailure) {
        switch format ?? .text {
        case .text: try Console.show(text())
        case .json: try Console.write(json().document)
        }
    }
}
