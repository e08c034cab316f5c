import Policy

/// `PORT[/tcp|udp]`.
struct PortArgument: Hashable {
    /// 1…65535.
    let port: UInt16
    /// nil where nothing was said.
    let transport: Transport?

    /// - Throws: `UnusableValue` where `text` isn't that.
    init(_ text: String) throws(UnusableValue) {
        guard let slash = text.firstIndex(of: "/") else {
            port = try PortRange(argument: text).lower
            transport = nil
            return
        }
        port = try PortRange(argument: text[..<slash]).lower
        transport = try Choice.parse(text[text.index(after: slash)...])
    }
}
