import Policy
import SystemPackage

/// The selection that a policy was made from, as it was when it was applied: nothing outside is needed to work it out again.
package struct SelectionRecord: Hashable, Sendable {
    /// A file that the selection names.
    package struct File: Hashable, Sendable {
        /// The name by which the arguments, or another file, refer to it.
        package let name: String
        /// What was in it.
        package let content: [UInt8]

        /// The file `name`, which holds `content`.
        package init(name: String, content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    /// The version of the program that applied it, and whose catalog counted.
    package let version: String
    /// The flags that select, without those that only say how it is applied.
    package let arguments: [String]
    /// The policy file, lists of addresses and catalog files.
    package let files: [File]

    /// The selection of `arguments` and the `files` they name.
    package init(version: String, arguments: [String], files: [File]) {
        self.version = version
        self.arguments = arguments
        self.files = files
    }
}

/// How a selection is remembered: a file of its own, and one for each content, which policies share.
package struct StoredSelection: Hashable, Sendable {
    /// The file `selection-N`.
    let record: StoredRuleset.Part
    /// The SHA-256 of the files' contents, after which they are called.
    let contents: [[UInt8]]

    /// More than a selection names; the digests go into the state.
    static let mostFiles = 512
}

/// Where a policy comes from, for people.
package struct PolicyOrigin: Hashable, Sendable {
    /// Who applied it: the user who called sudo, or the one whose process it was.
    package let user: String
    /// The command line, as a shell takes it.
    package let command: String
    /// What is selected, as a shell takes it.
    package let selection: String
    /// The node of the policy file; empty without one.
    package let node: String

    /// The longest user and node that are kept, in bytes of UTF-8.
    static let longestName = 128
    /// The longest command line that is kept.
    static let longestCommand = 1024

    /// The origin, with texts cut at what is kept.
    package init(user: String, command: String, selection: String, node: String?) {
        self.user = user.prefix(ofBytes: Self.longestName)
        self.command = command.prefix(ofBytes: Self.longestCommand)
        self.selection = selection.prefix(ofBytes: Self.longestCommand)
        self.node = (node ?? "").prefix(ofBytes: Self.longestName)
    }
}

// Texts and lists stand behind their lengths; a file stands as its name and its content's digest.
extension SelectionRecord {
    fileprivate func bytes(_ digests: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(text: version)
        bytes.append(variableLength: UInt(arguments.count))
        for argument in arguments { bytes.append(text: argument) }
        bytes.append(variableLength: UInt(files.count))
        for (file, digest) in zip(files, digests) {
            bytes.append(text: file.name)
            bytes += digest
        }
        return bytes
    }

    /// Reads a record whose files' contents `content` returns by their digests.
    fileprivate init(
        _ bytes: [UInt8],
        content: ([UInt8]) throws(StateError) -> [UInt8]
    ) throws {
        var reader = ByteReader(bytes)
        version = try reader.variableLengthText()
        var arguments: [String] = []
        for _ in 0..<(try reader.variableLengthNumber(as: UInt16.self)) {
            arguments.append(try reader.variableLengthText())
        }
        var files: [File] = []
        for _ in 0..<(try reader.variableLengthNumber(as: UInt16.self)) {
            let name = try reader.variableLengthText()
            files.append(File(name: name, content: try content(reader.raw(count: 32))))
        }
        self.arguments = arguments
        self.files = files
        try reader.finish()
    }
}

extension [UInt8] {
    fileprivate mutating func append(text: String) {
        append(variableLength: UInt(text.utf8.count))
        self += text.utf8
    }
}

extension ByteReader {
    fileprivate mutating func variableLengthText() throws(StateError.Damage) -> String {
        let length = Int(clamping: try variableLengthNumber(as: UInt32.self))
        return String(decoding: try raw(count: length), as: UTF8.self)
    }
}

extension StateFolder {
    /// Stores the selection of policy `number`, before the state refers to it.
    ///
    /// - Returns: What the state has to remember of it; nil if it names more files than can be remembered.
    borrowing func store(
        _ record: SelectionRecord,
        as number: Int,
        holding lock: borrowing StateLock
    ) throws(StateError) -> StoredSelection? {
        guard record.files.count <= StoredSelection.mostFiles else { return nil }
        var digests: [[UInt8]] = []
        for file in record.files {
            let digest = SHA256.digest(of: file.content)
            digests.append(digest)
            let place = StateFile.content(digest)
            if let present = try? contents(of: place, limit: file.content.count), present == file.content { continue }
            try replace(place, with: [file.content])
        }
        let bytes = record.bytes(digests)
        try replace(.selection(number), with: [bytes])
        return StoredSelection(record: .init(of: bytes), contents: digests)
    }

    /// The selection of `policy`; nil if none was stored with it.
    ///
    /// - Throws: `StateError` if its files aren't exactly what was written.
    package borrowing func selection(of policy: AppliedPolicy) throws(StateError) -> SelectionRecord? {
        guard let stored = policy.selection else { return nil }
        let file = StateFile.selection(policy.number)
        let bytes = try contents(of: file, matching: stored.record)
        // A function of its own, since a closure can't borrow the folder.
        var found: [[UInt8]: [UInt8]] = [:]
        for digest in stored.contents where found[digest] == nil {
            found[digest] = try contents(of: .content(digest), matching: nil, digest: digest)
        }
        do {
            return try SelectionRecord(bytes) { digest in found[digest] ?? [] }
        } catch {
            throw .damaged(path(of: file), (error as? StateError.Damage) ?? .checksum)
        }
    }

    private borrowing func contents(
        of file: StateFile,
        matching part: StoredRuleset.Part?,
        digest: [UInt8] = []
    ) throws(StateError) -> [UInt8] {
        let limit = part?.length ?? StoredRuleset.largestPart
        guard let bytes = try contents(of: file, limit: limit) else { throw .damaged(path(of: file), .missing) }
        guard SHA256.digest(of: bytes) == part?.digest ?? digest else { throw .damaged(path(of: file), .checksum) }
        return bytes
    }
}
