import Policy

/// A file's content between its kind, version and length in front and its checksum behind.
///
///     offset  bytes  what
///          0     16  the kind: "carbonwall state"
///         16      4  the version of the format, from 1
///         20      4  the length of the content
///         24      n  the content
///     24 + n     32  SHA-256 of all before it
///
/// Numbers are big endian.
enum SealedBytes {
    /// What the content is.
    enum Kind: String {
        case state = "carbonwall state"
        case watchdog = "carbonwall watch"
        case restoring = "carbonwall undid"
        case failSafe = "carbonwall guard"

        /// Of the content's format.
        fileprivate var version: UInt32 {
            switch self {
            case .watchdog, .restoring: 1
            case .state, .failSafe: 2
            }
        }

        /// The oldest version that this program still reads.
        fileprivate var oldestVersion: UInt32 {
            switch self {
            case .state, .watchdog, .restoring: 1
            case .failSafe: 2
            }
        }
    }

    /// More than any state has.
    static let largest = 1 << 19

    private static let contentStart = 24
    /// Bytes of the checksum.
    static let digestLength = 32

    /// `content` as a file.
    static func seal(_ content: ByteWriter, as kind: Kind) -> [UInt8] {
        var file = ByteWriter()
        file.append(raw: Array(kind.rawValue.utf8))
        file.append(kind.version)
        file.append(UInt32(content.bytes.count))
        file.append(raw: content.bytes)
        return file.bytes + SHA256.digest(of: file.bytes)
    }

    /// The content of the file `bytes`.
    ///
    /// - Throws: Why it isn't one: cut, changed, of another kind or version.
    static func open(_ bytes: [UInt8], as kind: Kind) throws(StateError.Damage) -> ByteReader {
        try openVersioned(bytes, as: kind).content
    }

    /// The same, with the version of the content's format.
    static func openVersioned(
        _ bytes: [UInt8],
        as kind: Kind
    ) throws(StateError.Damage) -> (content: ByteReader, version: UInt32) {
        var reader = ByteReader(bytes)
        guard bytes.starts(with: kind.rawValue.utf8) else { throw .foreign }
        _ = try reader.raw(count: kind.rawValue.utf8.count)
        let found: UInt32 = try reader.number()
        let length: UInt32 = try reader.number()
        guard bytes.count == contentStart + Int(length) + digestLength else { throw .wrongLength }
        let digest = bytes.suffix(digestLength)
        guard SHA256.digest(of: Array(bytes.dropLast(digestLength))).elementsEqual(digest) else { throw .checksum }
        guard (kind.oldestVersion...kind.version).contains(found) else { throw .version(found) }
        return (ByteReader(try reader.raw(count: Int(length))), found)
    }
}
