import Policy
import SystemPackage

/// Why the state folder can't be used.
package enum StateError: EnforcementError, Hashable {
    /// The system refused something.
    case system(SystemProblem)
    /// The file at the path is written, and may be the old one again after a power cut.
    case unsynced(String, SystemProblem)
    /// Somebody else could have written what is at the path.
    case untrusted(String, Distrust)
    /// The file at the path isn't what was written there.
    case damaged(String, Damage)

    /// Why a file or folder isn't trusted.
    package enum Distrust: Hashable, Sendable {
        case symbolicLink
        case notAFolder
        case notARegularFile
        /// It belongs to the user with this number, who is neither root nor who runs this.
        case owner(UInt32)
        /// Its permissions let others write.
        case writableByOthers(permissions: UInt32)
    }

    /// What is wrong with a file's content.
    package enum Damage: Error, Hashable, Sendable {
        case missing
        case wrongLength
        /// It doesn't begin like a file of this kind.
        case foreign
        /// It has the format of another version of carbonwall.
        case version(UInt32)
        /// Its checksum isn't that of its content.
        case checksum
        /// The checksum is right and the content makes no sense.
        case inconsistent(String)
    }

    /// What `body` returns; `operation` on `object` is what its error is called.
    static func naming<Value: ~Copyable>(
        _ operation: String,
        _ object: String,
        _ body: () throws(Errno) -> Value
    ) throws(StateError) -> Value {
        do {
            return try SystemProblem.naming(operation, object, body)
        } catch {
            throw .system(error)
        }
    }
}

extension StateError {
    /// Whether what was to be written is, and only a power cut could take it back.
    var isOnlyUnsynced: Bool {
        if case .unsynced = self { true } else { false }
    }

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .system(let problem): problem.description
        case .unsynced(let path, let problem):
            "\(path.quotedForMessage) is written, and may be lost in a power cut: \(problem)"
        case .untrusted(let path, let reason): "\(path.quotedForMessage) can't be trusted: \(reason)"
        case .damaged(let path, let damage): "\(path.quotedForMessage) can't be used: \(damage)"
        }
    }

    /// What to do about it; nil where the system's answer says it all.
    package var advice: String? {
        switch self {
        case .system(let problem) where problem.code == .readOnlyFileSystem:
            "mount it writable: mount -o remount,rw /; meanwhile nft delete table inet carbonwall takes the rules away"
        case .system: nil
        case .unsynced: "look at what the system says of the disk (dmesg)"
        case .untrusted(_, .symbolicLink): "name the folder itself with --state; a link could lead anywhere"
        case .untrusted(_, .notAFolder): "name a folder with --state"
        case .untrusted(_, .notARegularFile): "nothing but carbonwall's own files belongs there: remove it"
        case .untrusted(_, .owner): "look at what is in it; if it is yours: chown root"
        case .untrusted(_, .writableByOthers): "look at what is in it; if it is as it should be: chmod go-w"
        case .damaged(_, .version):
            "use the version of carbonwall that wrote it, or remove the folder's content and apply again"
        case .damaged: "the kernel's rules are as they were; remove the folder's content and apply again"
        }
    }
}

extension StateError.Distrust: CustomStringConvertible {
    /// The reason, as the end of a sentence.
    package var description: String {
        switch self {
        case .symbolicLink: "it is a symbolic link"
        case .notAFolder: "it isn't a folder"
        case .notARegularFile: "it isn't a regular file"
        case .owner(let user): "it belongs to user \(user)"
        case .writableByOthers(let permissions): "others may write to it (mode \(String(permissions, radix: 8)))"
        }
    }
}

extension StateError.Damage: CustomStringConvertible {
    /// The damage, as the end of a sentence.
    package var description: String {
        switch self {
        case .missing: "it is missing"
        case .wrongLength: "it hasn't the length it was written with"
        case .foreign: "carbonwall didn't write it"
        case .version(let number): "its format has version \(number), which this carbonwall doesn't know"
        case .checksum: "its content was changed"
        case .inconsistent(let what): what
        }
    }
}
