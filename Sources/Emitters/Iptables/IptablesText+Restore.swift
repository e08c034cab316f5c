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
        for table in FamilyRules(policy, family, .rules).tables {
            append(table) { text in
                for chain in table.builtIn {
                    text.append(":")
                    text.append(chain)
                    text.append(" ACCEPT [0:0]\n")
                }
            }
            append("COMMIT\n")
        }
    }

    private static let usageOfIPv4: StaticString = """
        # Check it:  iptables-restore --test rules.v4
        # Load it:   iptables-restore rules.v4
        #
        # Each table in it is a whole one of IPv4: whatever else is in that goes. rules.v6 belongs to it.

        """

    private static let usageOfIPv6: StaticString = """
        # Check it:  ip6tables-restore --test rules.v6
        # Load it:   ip6tables-restore rules.v6
        #
        # Each table in it is a whole one of IPv6: whatever else is in that goes. rules.v4 belongs to it.

        """

    /// A table: its name, the chains' names, the calls of the first ones, and their rules.
    mutating func append(_ table: FamilyRules.Table, builtIn: (inout IptablesText) -> Void = { _ in }) {
        append("*")
        append(table.name)
        append("\n")
        builtIn(&self)
        for chain in table.chains {
            append(":")
            append(chain: chain.name)
            append(" - [0:0]\n")
        }
        for (hook, chain) in table.calls {
            append("-A ")
            append(hook)
            append(" -j ")
            append(chain: chain)
            append("\n")
        }
        for line in table.chains.flatMap(\.lines) {
            append(line)
            append("\n")
        }
    }
}
