import Policy
import SystemPackage

/// A table of iptables-legacy, which decides besides nf_tables, and which nft doesn't list.
struct LegacyTable: Hashable {
    /// `ip_tables` or `ip6_tables`.
    let family: LegacyFamily
    /// `filter`, `nat`, `mangle`, `raw` or `security`.
    let name: String
    /// What the kernel holds of it; nil where it doesn't tell.
    let content: LegacyContent?

    static func examine(_ machine: MachineFiles) -> Diagnosis {
        let tables = LegacyFamily.allCases.flatMap { family in
            machine.lines(of: family.listing).map { name in
                LegacyTable(family: family, name: name, content: LegacyContent.read(family, name))
            }
        }
        return Diagnosis(findings: tables.compactMap(\.finding))
    }

    /// nil where every packet passes it.
    private var finding: Finding? {
        let state: String
        switch content {
        case nil: state = "is there"
        case let content? where content.dropsInput: state = "drops what no rule accepts (policy DROP at INPUT)"
        case let content? where content.ruleCount > 0: state = "isn't empty (rules and chains: \(content.ruleCount))"
        default: return nil
        }
        return DoctorFinding.legacyTable.finding(
            .warning,
            "table \(name) of \(family.command) \(state), which nft doesn't show: it may drop what is accepted here",
            hint: "look at it with \(family.command)-save -t \(name)"
        )
    }
}

/// IPv4 or IPv6, to iptables-legacy.
enum LegacyFamily: CaseIterable {
    case v4
    case v6

    /// Where the kernel lists the tables that are loaded, of the reading thread's network namespace.
    ///
    /// Others aren't asked about: that would load them.
    fileprivate var listing: FilePath {
        switch self {
        case .v4: "/proc/thread-self/net/ip_tables_names"
        case .v6: "/proc/thread-self/net/ip6_tables_names"
        }
    }

    fileprivate var command: String {
        switch self {
        case .v4: "iptables-legacy"
        case .v6: "ip6tables-legacy"
        }
    }
}
