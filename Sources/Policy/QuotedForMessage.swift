extension StringProtocol {
    /// The text in quotes, fit for a message on a terminal or in a log: cut at 60 characters, with escapes for what isn't printable.
    ///
    /// Control and format characters (which hold the marks that reverse a line) become `\u{…}`, quotes and backslashes get a
    /// backslash.
    public var quotedForMessage: String {
        var text = ""
        for scalar in unicodeScalars.prefix(60) {
            text.append(contentsOf: scalar.escapedForMessage)
        }
        return unicodeScalars.count > 60 ? "\"\(text)…\"" : "\"\(text)\""
    }
}

extension Unicode.Scalar {
    fileprivate var escapedForMessage: String {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            "\\u{\(String(value, radix: 16))}"
        default:
            self == "\"" || self == "\\" ? "\\\(self)" : String(self)
        }
    }
}
