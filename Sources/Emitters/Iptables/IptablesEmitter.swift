public import Policy

import HostRuleset

/// Writes a host policy for iptables and ip6tables: as a shell script that loads and removes it, or as files that iptables-restore
/// reads.
///
/// Both are made from the ruleset that the nftables file is made from, rule by rule, and decide every packet as it does. The same
/// policy gives the same bytes. Texts of the policy, and `toolVersion`, come out in comments only, made harmless.
public enum IptablesEmitter {
    /// A POSIX shell script for `start`, `stop` and `status`.
    ///
    /// It changes chains of its own, `CARBONWALL-…`, and their calls at the top of INPUT and OUTPUT, and leaves all other rules alone.
    /// More than a few addresses are sets where the host has ipset.
    ///
    /// - Throws: What iptables can't express of the policy.
    public static func script(_ policy: HostPolicy, toolVersion: String) throws(InvalidInput) -> String {
        try check(policy)
        var text = IptablesText()
        text.appendScript(policy, toolVersion: toolVersion)
        return text.string
    }

    /// What `iptables-restore` and `ip6tables-restore` read at boot (iptables-persistent's `rules.v4` and `rules.v6`).
    ///
    /// They are the whole filter table: loading them without `--noflush` removes all other rules from it.
    ///
    /// - Throws: What iptables can't express of the policy.
    public static func restoreFiles(
        _ policy: HostPolicy,
        toolVersion: String
    ) throws(InvalidInput) -> (v4: String, v6: String) {
        try check(policy)
        return (
            restoreFile(policy, .v4, toolVersion: toolVersion),
            restoreFile(policy, .v6, toolVersion: toolVersion)
        )
    }

    private static func restoreFile(_ policy: HostPolicy, _ family: AddressFamily, toolVersion: String) -> String {
        var text = IptablesText()
        text.appendRestoreFile(policy, family, toolVersion: toolVersion)
        return text.string
    }

    private static func check(_ policy: HostPolicy) throws(InvalidInput) {
        let options = policy.interfaces.filter { $0.description.hasPrefix("-") }
        guard options.isEmpty else {
            throw InvalidInput(
                options.map {
                    .cannotExpress(
                        "interface \($0)",
                        "iptables",
                        hint:
                            "iptables-restore takes a name that begins with - for an option: rename it (ip link set … name …)"
                    )
                }
            )
        }
    }
}

extension FamilyRules {
    /// The rules of `policy`.
    init(_ policy: HostPolicy, _ family: AddressFamily, _ longLists: LongLists) {
        let digest = PlainText("carbonwall policy sha256:\(policy.digest)")
        self.init(Ruleset(policy: policy), digest: digest, family: family, longLists: longLists)
    }
}
