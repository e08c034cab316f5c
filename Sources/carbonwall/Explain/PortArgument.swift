import Policy

/// `PORT[/tcp|udp]`.
struct PortArgument: Hashable {
    /// A single one.
    let ports: PortRange
    /// nil where nothing was said.
    let transport: Transport?

    /// - Throws: `UnusableValue` where `text` isn't that.
    init(_ text: String) throws(UnusableValue) {
        guard let slash = text.firstIndex(of: "/") else {
            ports = try PortRange(argument: text)
            transport = nil
            return
        }
        ports = try PortRange(argument: text[..<slash])
        transport = try Choice.parse(text[text.index(after: slash)...])
    }
}
