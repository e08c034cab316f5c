import Policy

/// Option values out of a short list.
enum Choice {
    /// The case of `type` that is spelled `text`.
    ///
    /// - Throws: `UnusableValue` with the nearest spelling, or else all of them.
    static func parse<Value: CaseIterable & RawRepresentable<String>>(
        _ text: some StringProtocol,
        as type: Value.Type = Value.self
    ) throws(UnusableValue) -> Value {
        let text = String(text)
        if let value = Value(rawValue: text) { return value }
        throw UnusableValue(suggestion(for: text, in: Value.allCases.map(\.rawValue)))
    }
}
