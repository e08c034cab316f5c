/// Why an option's value can't be used; ArgumentParser puts the option and the value in front of it.
struct UnusableValue: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
