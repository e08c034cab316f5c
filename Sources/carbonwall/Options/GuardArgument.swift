import Policy

extension AdministratorGuard {
    /// `PORT/tcp` or `PORT/tcp@CIDR`.
    ///
    /// - Throws: `UnusableValue` where `text` isn't that.
    init(argument text: String) throws(UnusableValue) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let target = try TransportPorts(argument: parts[0])
        guard parts.count == 2 else {
            self.init(target)
            return
        }
        do {
            self.init(target, from: AddressSet([try CIDR(parts[1])]))
        } catch {
            throw UnusableValue(in: parts[1], error)
        }
    }
}

extension TransportPorts {
    /// `PORT/tcp` or `PORT/udp`.
    ///
    /// - Throws: `UnusableValue` where `text` isn't that.
    init(argument text: some StringProtocol) throws(UnusableValue) {
        guard let slash = text.firstIndex(of: "/") else { throw UnusableValue("the transport is missing: PORT/tcp") }
        let port = try PortRange(argument: text[..<slash])
        self.init(try Choice.parse(text[text.index(after: slash)...]), port)
    }
}
