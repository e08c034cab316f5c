/// A way in for administrators or programs as an option or a policy file spells it.
public struct WayIn: Hashable, Sendable {
    /// What it lets in.
    public var allowed: AllowedTraffic
    /// The blocks that it lets in from; nil for the source of `admins`.
    public var blocks: [CIDR]?
    private let kind: AdministratorGuard.Kind

    /// A further way in: `PORT[-PORT]/tcp|udp[@CIDR,…]`, or `PROTOCOL@CIDR,…`.
    ///
    /// - Throws: What is wrong with `text`.
    public init(keep text: String) throws(WayInError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        kind = .keep
        allowed = try Self.traffic(parts[0])
        blocks = try Self.blocks(parts)
        if let ipProtocol = allowed.ipProtocol, blocks == nil {
            let isNumber = UInt8(parts[0]) != nil
            let port = isNumber ? "; a port is \(parts[0])/tcp or \(parts[0])/udp" : ""
            let name = isNumber ? "IP protocol \(parts[0])" : "\(ipProtocol)"
            throw WayInError("say from where \(name) may come: \(parts[0])@CIDR\(port)")
        }
    }

    /// The SSH server's port: `PORT[@CIDR,…]`.
    ///
    /// - Throws: What is wrong with `text`.
    public init(ssh text: String) throws(WayInError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let ports = PortRange(parts[0]), ports.isSingle else {
            throw WayInError("\(parts[0].quotedForMessage) is no port; write PORT, PORT@CIDR, or none")
        }
        kind = .ssh
        allowed = .ports(TransportPorts(.tcp, ports))
        blocks = try Self.blocks(parts)
    }

    /// What a host policy makes of it.
    public var administratorGuard: AdministratorGuard {
        AdministratorGuard(allowed, from: blocks.map { AddressSet($0) }, kind: kind)
    }

    private static func traffic(_ text: Substring) throws(WayInError) -> AllowedTraffic {
        guard text.contains("/") else {
            guard PortRange(text) == nil || UInt8(text) != nil else {
                throw WayInError("the transport is missing: \(text)/tcp or \(text)/udp")
            }
            return .ipProtocol(try IPProtocol(text))
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let ports = PortRange(parts[0]) else {
            throw WayInError(
                "\(parts[0].quotedForMessage) is no port from 1 to 65535 and no range of them, such as 60000-61000"
            )
        }
        guard let transport = Transport(rawValue: String(parts[1])) else {
            throw WayInError(suggestion(for: parts[1], in: Transport.allCases.map(\.rawValue)))
        }
        return .ports(TransportPorts(transport, ports))
    }

    private static func blocks(_ parts: [Substring]) throws(WayInError) -> [CIDR]? {
        guard parts.count == 2 else { return nil }
        var blocks: [CIDR] = []
        for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            do throws(CIDRError) {
                blocks.append(try CIDR(part))
            } catch {
                throw WayInError("\(part.quotedForMessage): \(error)")
            }
        }
        return blocks
    }
}

/// Why a text is no way in.
public struct WayInError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to write.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
