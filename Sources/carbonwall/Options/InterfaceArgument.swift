import Policy

extension InterfaceName {
    /// An interface by its name.
    ///
    /// - Throws: `UnusableValue` where no interface can be called `text`.
    init(argument text: String) throws(UnusableValue) {
        guard let name = InterfaceName(text) else {
            throw UnusableValue("an interface is called by 1 to 15 letters, digits, '.', '_', '-', ':' or '@'")
        }
        self = name
    }
}
