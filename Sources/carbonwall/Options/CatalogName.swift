import RulesEngine

/// A name that the catalog could have: ASCII letters, digits, `-`, `_` and `.`, at most 64 of them.
struct CatalogName: Hashable {
    let text: String

    /// - Throws: `UnusableValue` where `text` is no such name.
    init(_ text: some StringProtocol) throws(UnusableValue) {
        guard 1...64 ~= text.utf8.count, text.utf8.allSatisfy(Self.allows) else {
            throw UnusableValue("a name is 1 to 64 letters, digits, '-', '_' or '.'")
        }
        self.text = String(text)
    }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}

extension CatalogReference {
    /// The feature or port that `ID` or `RUNTIME/ID` names.
    ///
    /// - Throws: `UnusableValue` where a part is no name.
    init(argument text: some StringProtocol) throws(UnusableValue) {
        guard let slash = text.firstIndex(of: "/") else {
            self.init(id: try CatalogName(text).text)
            return
        }
        let runtime = try CatalogName(text[..<slash])
        self.init(runtime: runtime.text, id: try CatalogName(text[text.index(after: slash)...]).text)
    }
}
