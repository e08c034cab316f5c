/// The addresses that an audience comes from.
public struct Source: Hashable, Sendable {
    /// Who.
    public var audience: Audience
    /// From where.
    public var addresses: AddressSet
    /// Whether nobody gave them: `audience.defaultAddresses`, which every output says.
    public var isDefault: Bool

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
