/// Why a rule is there, as the descriptions of clouds can hold it.
package enum CloudDescription {
    /// As many of `reasons` as fit into `longest` characters, and how many more there are.
    ///
    /// Only ASCII letters, digits, spaces and `._-:/()#,@+=;*` come out, which every cloud takes; others become `-`.
    package static func text(for reasons: [String], longest: Int) -> String {
        let texts = reasons.map(\.harmless)
        var count = texts.count
        while count > 1, joined(texts, count).utf8.count > longest { count -= 1 }
        return joined(texts, count).shortened(to: longest)
    }

    /// `one; two; and 3 more`.
    private static func joined(_ texts: [String], _ count: Int) -> String {
        let rest = texts.count - count
        return (texts.prefix(count) + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "; ")
    }
}

extension UInt8 {
    /// Whether every cloud takes it in a description.
    package var isCloudTextByte: Bool {
        isLetterOrDigit || " ._-:/()#,@+=;*".utf8.contains(self)
    }
}

extension String {
    fileprivate var harmless: String {
        String(
            decoding: unicodeScalars.map { $0.isASCII && UInt8($0.value).isCloudTextByte ? UInt8($0.value) : 0x2D },
            as: UTF8.self
        )
    }

    /// For ASCII only: cut, with `...` at the end where something is missing.
    fileprivate func shortened(to longest: Int) -> String {
        utf8.count <= longest ? self : prefix(longest - 3) + "..."
    }
}
