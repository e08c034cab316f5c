extension Unicode.Scalar {
    /// Whether it has no place in a file or an option: a control character, an exotic line break, or a mark that changes
    /// the direction of the text, so that a reader sees something else than the computer does.
    package var isUnprintable: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension StringProtocol {
    /// The text with its unprintable characters as `\u{1B}`, so that it stays one line and does nothing to a terminal.
    package var printable: String {
        guard unicodeScalars.contains(where: \.isUnprintable) else { return String(self) }
        return unicodeScalars.reduce(into: "") { shown, scalar in
            if scalar.isUnprintable {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
    }

    /// The text in single quotes as a message may show it: at most 60 characters, unprintable ones as `\u{1B}`.
    package var quotedForMessage: String {
        let scalars = String(self).unicodeScalars
        let shown = String(scalars.prefix(60)).printable
        return scalars.dropFirst(60).isEmpty ? "'\(shown)'" : "'\(shown)…'"
    }
}
