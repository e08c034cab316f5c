import SystemPackage

/// `-o`: where a text goes.
enum OutputPath: Hashable {
    /// `-`, or no option at all.
    case standardOutput
    case file(FilePath)

    /// - Throws: `UnusableValue` for an empty name, and for a name that ends in a slash, which only a folder's does.
    init(_ text: String) throws(UnusableValue) {
        guard !text.isEmpty else { throw UnusableValue("a file's name is missing") }
        guard !text.hasSuffix("/") else { throw UnusableValue("that is a folder's name, not a file's") }
        self = text == "-" ? .standardOutput : .file(FilePath(text))
    }

    /// Writes `text` there, whole or not at all.
    ///
    /// - Throws: `CommandFailure.operation`.
    func write(_ text: String) throws(CommandFailure) {
        switch self {
        case .standardOutput: try Console.write(text)
        case .file(let path):
            do {
                try FileReplacement.write(text, to: path)
            } catch {
                throw .operation(error.description)
            }
        }
    }
}
