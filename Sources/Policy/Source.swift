/// The addresses that an audience comes from.
public struct Source: Hashable, Sendable {
    /// Who.
    public var audience: Audience
    /// From where.
    public var addresses: AddressSet
    /// Whether nobody gave them: `audience.defaultAddresses`, which every output says.
    public var isDefault: Bool
    /// Which machines of a deployment these are, and who else; nil outside a deployment.
    public var peers: PeerNodes?

    /// Addresses that were given for `audience`.
    public init(_ audience: Audience, _ addresses: AddressSet) {
        self.audience = audience
        self.addresses = addresses
        isDefault = false
    }

    /// The addresses of `audience` where none were given.
    public init(defaultFor audience: Audience) {
        self.audience = audience
        addresses = audience.defaultAddresses
        isDefault = true
    }
}

/// Whom an audience consists of in a deployment, for targets that know machines by more than their addresses.
public struct PeerNodes: Hashable, Sendable {
    /// The names of the nodes whose machines are in it, in the deployment's order.
    public var nodes: [String]
    /// The addresses that were given for it besides those machines'; they may hold some of theirs, too.
    public var others: AddressSet

    /// The machines of `nodes`, and `others`.
    public init(nodes: [String], others: AddressSet) {
        self.nodes = nodes
        self.others = others
    }
}
