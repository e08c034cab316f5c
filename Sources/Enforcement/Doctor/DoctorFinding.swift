import Policy

/// The kinds of findings about the machine; docs/doctor.md has a section for each.
enum DoctorFinding: String, CaseIterable {
    /// The kernel can't hold a ruleset of ours.
    case featureMissing = "kernel-feature-missing"
    /// Our table belongs to another process.
    case tableOwned = "table-owned"
    /// Another table drops what ours accepts.
    case otherTableDrops = "other-table-drops"
    /// Another table may drop what ours accepts.
    case otherTableMayDrop = "other-table-may-drop"
    /// Another table drops what ours accepts, from a few addresses.
    case otherTableBans = "other-table-bans"
    /// Another table takes packets out of connection tracking.
    case untracked = "other-table-notrack"
    /// Other tables couldn't be read.
    case otherTablesUnread = "other-tables-unread"
    /// Containers or virtual machines get no answers from this host.
    case bridgeServices = "bridge-services-dropped"
    /// What this host forwards isn't fenced.
    case forwarded = "forwarded-not-fenced"
    /// A port is handed on before the input hook.
    case translatedPort = "port-handed-on"
    /// iptables-legacy has rules, which nft doesn't show.
    case legacyTable = "legacy-iptables"
    /// A file that a service loads removes every table, ours too.
    case flushRuleset = "flush-ruleset"
    /// Another firewall starts with the machine.
    case otherFirewall = "other-firewall-enabled"
    /// The kernel hasn't the policy that should be in force.
    case policyNotLoaded = "policy-not-loaded"
    /// Nothing loads the confirmed policy when the machine starts.
    case bootUnitDisabled = "boot-unit-disabled"
    /// The installed nft can't list our table completely.
    case oldNFT = "nft-too-old"
    /// The table of connections is nearly full.
    case connectionsFull = "conntrack-nearly-full"

    /// A finding of this kind.
    func finding(
        _ severity: Finding.Severity,
        at location: SourceLocation? = nil,
        _ message: String,
        hint: String? = nil
    ) -> Finding {
        Finding(severity, rawValue, at: location, message, hint: hint)
    }
}
