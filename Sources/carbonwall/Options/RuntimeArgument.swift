/// `--runtime NAME[:OFFSET]`.
struct RuntimeArgument: Hashable {
    let name: CatalogName
    let offset: Int?

    /// - Throws: `UnusableValue` where `text` isn't that.
    init(_ text: String) throws(UnusableValue) {
        guard let colon = text.firstIndex(of: ":") else {
            name = try CatalogName(text)
            offset = nil
            return
        }
        name = try CatalogName(text[..<colon])
        offset = try DecimalNumber.offset(text[text.index(after: colon)...])
    }
}

/// `[NAME=]VALUE`: a role or clustering mode, for one of the runtimes or for every one that knows it.
struct RuntimeSetting: Hashable {
    let runtime: CatalogName?
    let value: CatalogName

    /// - Throws: `UnusableValue` where `text` isn't that.
    init(_ text: String) throws(UnusableValue) {
        guard let sign = text.firstIndex(of: "=") else {
            runtime = nil
            value = try CatalogName(text)
            return
        }
        runtime = try CatalogName(text[..<sign])
        value = try CatalogName(text[text.index(after: sign)...])
    }
}
