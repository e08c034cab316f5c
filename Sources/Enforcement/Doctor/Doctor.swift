package import Netfilter
package import SystemPackage

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
    }

    /// What only the kernel can tell, of the calling thread's network namespace.
    ///
    /// - Parameters:
    ///   - root: The folder that holds /proc.
    ///   - socket: Asks the kernel.
    /// - Returns: Check after check.
    /// - Throws: `notPermitted` without CAP_NET_ADMIN.
    package static func examineKernel(
        root: FilePath = "/",
        _ socket: inout NetlinkSocket
    ) throws(NetfilterError) -> Diagnosis {
        try KernelFeature.examine(&socket) + LegacyTable.examine(MachineFiles(root: root))
    }
}
