import Policy

/// The name of a chain, set or counter: lower-case letters, digits and `_`, a letter first, never a keyword of nft.
package struct ObjectName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// The name written in this package's source.
    init(_ name: StaticString) {
        description = "\(name)"
    }

    /// What belongs to `audience`: `clients`.
    init(_ audience: Audience) {
        description = audience.rawValue
    }

    /// The chain of `hook`, and what belongs to it: `input`.
    init(_ hook: Ruleset.BaseChain.Hook) {
        description = hook.rawValue
    }

    /// `prefix_label`, where each character of `label` that no name can hold becomes `_`, and what is too long is cut.
    init(_ prefix: StaticString, label: String) {
        let allowed = label.utf8.prefix(Self.longestLabel).map { byte in
            Self.isAllowed(byte) ? byte : UInt8(ascii: "_")
        }
        description = "\(prefix)_" + String(decoding: allowed, as: UTF8.self)
    }

    private init(joined name: String) {
        description = name
    }

    /// `clients` and `ipv4` make `clients_ipv4`.
    func appending(_ suffix: StaticString) -> ObjectName {
        ObjectName(joined: "\(description)_\(suffix)")
    }

    /// `guard` and 2 make `guard_2`.
    func appending(_ number: Int) -> ObjectName {
        ObjectName(joined: "\(description)_\(number)")
    }

    /// `from` before `clients` makes `from_clients`.
    func prepending(_ prefix: StaticString) -> ObjectName {
        ObjectName(joined: "\(prefix)_\(description)")
    }

    package static let policyDigest = ObjectName("policy_digest")
    package static let fenced = ObjectName("fenced")
    static let services = ObjectName("services")
    static let answers = ObjectName("answers")
    static let icmpEssentials = ObjectName("icmp_essentials")
    static let icmpv6Essentials = ObjectName("icmpv6_essentials")

    /// Keeps names with their prefix and suffix far below the kernel's 255 bytes.
    private static let longestLabel = 64

    private static func isAllowed(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
