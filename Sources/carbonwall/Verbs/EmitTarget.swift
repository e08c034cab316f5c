import Policy

/// What `emit` writes for.
enum EmitTarget: String, CaseIterable {
    case nftables

    /// Known names of other firewalls, which a later version writes for.
    private static let later = [
        "iptables", "aws", "cloudformation", "terraform", "azure", "gcp", "openstack", "kubernetes", "ansible",
    ]

    /// - Throws: `UnusableValue` with the nearest target, or that this version has none for `text` yet.
    init(argument text: String) throws(UnusableValue) {
        guard !Self.later.contains(text) else { throw UnusableValue("this version writes for nftables only") }
        self = try Choice.parse(text)
    }
}
