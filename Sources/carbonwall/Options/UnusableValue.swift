import Policy

/// Why an option's value can't be used; ArgumentParser puts the option and the value in front of it.
struct UnusableValue: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Why `part` of a value can't be used.
    init(in part: some StringProtocol, _ reason: some CustomStringConvertible) {
        description = "\(part.quotedForMessage): \(reason)"
    }
}
