package import Netfilter
package import SystemPackage

import Policy

/// Looks for what would keep a ruleset of ours from doing what its policy says, and changes nothing.
package enum Doctor {
    /// What can be said without privileges: by the machine's files, and the programs on it.
    ///
    /// - Parameter root: The folder that holds /etc, /proc and /usr.
    /// - Returns: Check after check.
    package static func examineFiles(root: FilePath = "/") -> Diagnosis {
        let machine = MachineFiles(root: root)
        let units = SystemdUnits(machine)
        return KernelRelease.examine(machine)
            + NFTProgram.examine(machine)
            + ConnectionTable.examine(machine)
            + OtherFirewalls.examine(units)
            + NftablesFile.examine(machine, units)
            + BootUnit.examine(machine)
    }

    /// What only the kernel can tell, of the calling thread's network namespace.
    ///
    /// - Parameters:
    ///   - wanted: The table whose ports are looked after; nil for the one that is loaded.
    ///   - root: The folder that holds /proc.
    /// - Returns: Check after check; where nf_tables isn't there, nothing but that.
    /// - Throws: `NetfilterError`, among them `notPermitted` without CAP_NET_ADMIN.
    package static func examineKernel(
        for wanted: KernelTable?,
        root: FilePath = "/"
    ) throws(NetfilterError) -> Diagnosis {
        do throws(NetfilterError) {
            var socket = try NetlinkSocket()
            let missing = try KernelFeature.missing(&socket)
            let found = KernelFeature.diagnosis(missing) + LegacyTable.examine(MachineFiles(root: root))
            guard !missing.contains(.tables) else { return found }
            let owned = TableOwner(of: try socket.table(Enforcer.table)).map(\.diagnosis)
            let own = if let wanted { wanted } else { try LiveTable(Enforcer.table, from: &socket).table }
            let machine = Diagnosis(findings: own.map { Containers.examine($0, MachineFiles(root: root)) } ?? [])
            return found + (owned ?? Diagnosis()) + (try OtherTables(from: &socket)).examine(own) + machine
        } catch {
            guard let missing = MissingFeatures(explainingFirstAnswer: error) else { throw error }
            return KernelFeature.diagnosis(missing.features)
        }
    }
}

extension TableOwner {
    /// What keeps everybody else from changing our table.
    fileprivate var diagnosis: Diagnosis {
        Diagnosis(
            findings: [
                DoctorFinding.tableOwned.finding(
                    .error,
                    "table \(Enforcer.table) belongs to \(name) (flags owner): the kernel lets nobody else change it",
                    hint: "end that process, and the table goes with it"
                )
            ]
        )
    }
}
