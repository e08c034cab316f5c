import Policy

/// `--ssh PORT[@CIDR,…]`, or `--ssh none`.
enum SSHArgument: Hashable {
    /// SSH is closed.
    case closed
    case wayIn(WayIn)

    /// - Throws: `UnusableValue` if `text` is neither.
    init(_ text: String) throws(UnusableValue) {
        self =
            text == "none"
            ? .closed : .wayIn(try UnusableValue.rethrowing { () throws(WayInError) in try WayIn(ssh: text) })
    }
}

extension WayIn {
    /// `--keep PORT[-PORT]/tcp|udp[@CIDR,…]`, or `--keep PROTOCOL@CIDR,…`.
    ///
    /// - Throws: `UnusableValue` if `text` is neither.
    init(argument text: String) throws(UnusableValue) {
        self = try UnusableValue.rethrowing { () throws(WayInError) in try WayIn(keep: text) }
    }
}

extension UnusableValue {
    fileprivate static func rethrowing(_ read: () throws(WayInError) -> WayIn) throws(UnusableValue) -> WayIn {
        do {
            return try read()
        } catch {
            throw UnusableValue(error.description)
        }
    }
}
