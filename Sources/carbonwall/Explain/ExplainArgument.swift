import Policy

/// What `explain` is asked about: `PORT[/tcp|udp]`, or an IP protocol by its name.
enum ExplainArgument: Hashable {
    case port(PortArgument)
    case ipProtocol(IPProtocol)

    /// - Throws: `UnusableValue` if `text` is neither.
    init(_ text: String) throws(UnusableValue) {
        guard text.first?.isLetter == true, !text.contains("/") else {
            self = .port(try PortArgument(text))
            return
        }
        do {
            self = .ipProtocol(try IPProtocol(text))
        } catch {
            throw UnusableValue(error.description)
        }
    }
}
