import HostRuleset
import Policy

extension IptablesText {
    /// A whole file for iptables-restore, the filter table with nothing but the policy's rules.
    mutating func appendRestoreFile(_ policy: HostPolicy, _ family: AddressFamily, toolVersion: String) {
        appendHeader(
            policy,
            toolVersion: toolVersion,
            usage: family == .v4 ? Self.usageOfIPv4 : Self.usageOfIPv6
        )
        append("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n")
        append(FamilyRules(policy, family, .rules))
        append("COMMIT\n")
    }

    private static let usageOfIPv4: StaticString = """
        # Check it:  iptables-restore --test rules.v4
        # Load it:   iptables-restore rules.v4
        #
        # It is the whole filter table of IPv4: whatever else is in it goes. rules.v6 belongs to it.

        """

    private static let usageOfIPv6: StaticString = """
        # Check it:  ip6tables-restore --test rules.v6
        # Load it:   ip6tables-restore rules.v6
        #
        # It is the whole filter table of IPv6: whatever else is in it goes. rules.v4 belongs to it.

        """

    /// The chains' names, the calls of the first ones, and their rules.
    mutating func append(_ rules: FamilyRules) {
        for chain in rules.chains {
            append(":")
            append(chain: chain.name)
            append(" - [0:0]\n")
        }
        for (hook, chain) in rules.hooks {
            append(hook == .input ? "-A INPUT -j " : "-A OUTPUT -j ")
            append(chain: chain)
            append("\n")
        }
        for line in rules.chains.flatMap(\.lines) {
            append(line)
            append("\n")
        }
    }
}
