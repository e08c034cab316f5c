/// What the groups and rules of a firewall are called in a cloud: `carbonwall-cp`.
///
/// Lower-case letters, digits and hyphens, a letter first and no hyphen last, at most 30: every cloud takes such a name, with
/// what the rules add to it.
package struct CloudName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// What a firewall is called where nobody named it.
    package static let standard = CloudName(known: "carbonwall")

    private static let longest = 30

    /// The name `text`, or nil where that is none.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard 1...Self.longest ~= bytes.count, bytes.allSatisfy(\.isLowercaseNameByte) else { return nil }
        guard let first = bytes.first, first.isLowercaseLetter, bytes.last != UInt8(ascii: "-") else { return nil }
        description = String(text)
    }

    private init(known text: String) {
        description = text
    }
}

extension UInt8 {
    /// `a`…`z`.
    package var isLowercaseLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self }

    /// `0`…`9`.
    package var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    /// `a`…`z`, `A`…`Z` or `0`…`9`.
    package var isLetterOrDigit: Bool { isLowercaseLetter || isDigit || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self }

    /// `a`…`z`, `0`…`9` or `-`.
    package var isLowercaseNameByte: Bool { isLowercaseLetter || isDigit || self == UInt8(ascii: "-") }
}
