import SystemPackage

/// Where the files come from that a selection names.
enum InputSource: Sendable {
    /// From where they are.
    case disk
    /// The same, and what was read is kept.
    case recorded(InputRecorder)
    /// From what was kept, by their names; there are no others.
    case stored([String: [UInt8]])
}

/// Keeps what is read while a selection is worked out.
///
/// One thread reads, so nothing guards the list.
final class InputRecorder: @unchecked Sendable {
    /// The files in the order in which they were read first.
    private(set) var files: [(name: String, content: [UInt8])] = []

    /// Keeps the file `name`; read again, it counts as it was read first.
    func add(_ name: String, _ content: [UInt8]) {
        guard !files.contains(where: { $0.name == name }) else { return }
        files.append((name, content))
    }
}

extension InputFile {
    /// Where files come from now.
    @TaskLocal static var source: InputSource = .disk

    /// Every name in `folder` but those that begin with a dot, sorted by their bytes.
    ///
    /// - Throws: `CommandFailure.data` if it can't be listed.
    static func names(in folder: FilePath) throws(CommandFailure) -> [String] {
        if case .stored(let files) = source {
            let paths = files.keys.map { FilePath($0) }.filter { $0.removingLastComponent() == folder.lexicallyTrimmed }
            return paths.compactMap { $0.lastComponent?.string }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        do {
            return try Folder.names(in: folder)
        } catch {
            throw .data(error.description)
        }
    }
}

extension FilePath {
    /// The same without a slash at its end.
    fileprivate var lexicallyTrimmed: FilePath { appending("x").removingLastComponent() }
}
