/// Text that can stand in a quoted string or a `#` comment of any nft version and means nothing there.
///
/// What users and catalogs write reaches a ruleset only through this type: `"` becomes `'`, `\` becomes `/`, line breaks and
/// other white space become a space, and whatever can't be seen (control, format and bidirectional characters, unassigned ones)
/// becomes `?`. What is longer than the limit ends in `...`, cut between two characters.
package struct PlainText: Hashable, Sendable, CustomStringConvertible {
    /// The longest comment that nft takes, in bytes.
    package static let commentLimit = 128

    /// The harmless text.
    package let description: String

    /// `text` made harmless, in at most `limit` bytes of UTF-8, which must be 3 or more.
    package init(_ text: String, limit: Int = commentLimit) {
        if text.utf8.count <= limit, text.utf8.allSatisfy(Self.isHarmless) {
            description = text
        } else {
            description = Self.cut(text.unicodeScalars.lazy.map(Self.harmless), limit: limit)
        }
    }

    private static func cut(_ scalars: some Sequence<Unicode.Scalar>, limit: Int) -> String {
        var text = String.UnicodeScalarView()
        var length = 0
        var lengthWithEllipsis = 0
        for scalar in scalars {
            length += UTF8.width(scalar)
            if length > limit {
                return String(text.prefix(lengthWithEllipsis)) + "..."
            }
            text.append(scalar)
            if length <= limit - 3 { lengthWithEllipsis += 1 }
        }
        return String(text)
    }

    /// Whether an ASCII byte stands for itself.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        0x20...0x7e ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func harmless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\"": return "'"
        case "\\": return "/"
        case "\t", "\n", "\r": return " "
        default: break
        }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
        case .control, .format, .surrogate, .privateUse, .unassigned: return "?"
        default: return scalar
        }
    }
}
