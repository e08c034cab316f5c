import HostRuleset
import Netfilter
package import Policy
import SystemPackage

extension Doctor {
    /// What on this machine keeps the rules of `policy` from doing what they say, in a finding for each cause.
    ///
    /// - Parameters:
    ///   - policy: The policy in force.
    ///   - focus: The only ports to look after; nil for all, and for what else the policy does.
    /// - Returns: Also that it couldn't be found out.
    package static func obstacles(to policy: HostPolicy, at focus: TransportPorts? = nil) -> [Finding] {
        do {
            return try obstacles(to: KernelTable(Ruleset(policy: policy)), at: focus)
        } catch {
            return [unread(error)]
        }
    }

    /// The same if `policy` is what this kernel has loaded, and this process may ask; else nothing.
    package static func obstacles(ifLoaded policy: HostPolicy, at focus: TransportPorts) -> [Finding] {
        guard let table = try? KernelTable(Ruleset(policy: policy)),
            let note = table.sets.first(where: { $0.set.name.name == ObjectName.policyDigest.description }),
            case .ports(let digest) = note.elements,
            var socket = try? NetlinkSocket(), let loaded = try? socket.elements(of: note.set), loaded == digest
        else { return [] }
        return obstacles(to: table, at: focus)
    }

    /// What keeps the rules of `table` from doing what they say.
    static func obstacles(to table: KernelTable, at focus: TransportPorts? = nil) -> [Finding] {
        do throws(NetfilterError) {
            var socket = try NetlinkSocket()
            let others = try OtherTables(from: &socket).examine(table, at: focus).findings
            let machine = MachineFiles(root: "/")
            let legacy = LegacyTable.examine(machine).findings
            return others + legacy + (focus == nil ? Containers.examine(table, machine) : [])
        } catch {
            return [unread(error)]
        }
    }

    private static func unread(_ error: any Error) -> Finding {
        DoctorFinding.otherTablesUnread.finding(
            .warning,
            "what other tables do with these ports couldn't be found out: \(error)",
            hint: "carbonwall doctor tries again"
        )
    }
}
