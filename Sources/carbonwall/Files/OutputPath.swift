import Policy
import SystemPackage

/// `-o`: where what is emitted goes.
enum OutputPath: Hashable {
    /// `-`, or no option at all.
    case standardOutput
    /// A file, or the folder of several.
    case path(FilePath)
    /// A name that ends in a slash, which only a folder's does.
    case folder(FilePath)

    /// - Throws: `UnusableValue` for an empty name.
    init(_ text: String) throws(UnusableValue) {
        guard !text.isEmpty else { throw UnusableValue("a file's name is missing") }
        self =
            if text == "-" {
                .standardOutput
            } else if text.hasSuffix("/") {
                .folder(FilePath(text))
            } else {
                .path(FilePath(text))
            }
    }

    /// Writes `content` there, whole or not at all.
    ///
    /// - Throws: `CommandFailure.usage` where a folder is needed and a file or standard output given, or the other way round;
    ///   `CommandFailure.operation` where it can't be written.
    func write(_ content: EmittedFirewall.Content) throws(CommandFailure) {
        switch (content, self) {
        case (.text(let text), .standardOutput):
            try Console.write(text)
        case (.text(let text), .path(let path)):
            try Self.naming { () throws(FileProblem) in try FileReplacement.write(text, to: path) }
        case (.text, .folder(let path)):
            throw .usage("-o \(path.string.quotedForMessage) is a folder's name, not a file's")
        case (.files(let files), .path(let path)), (.files(let files), .folder(let path)):
            try Self.naming { () throws(FileProblem) in try FileReplacement.write(files, toFolder: path) }
        case (.files(let files), .standardOutput):
            let names = files.map(\.name).joined(separator: " and ")
            throw .usage("\(names) go into a folder", hint: "name it: -o FOLDER")
        }
    }

    private static func naming(_ body: () throws(FileProblem) -> Void) throws(CommandFailure) {
        do {
            try body()
        } catch {
            throw .operation(error.description)
        }
    }
}
