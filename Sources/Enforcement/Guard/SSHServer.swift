import SystemPackage

/// The processes of OpenSSH's server.
enum SSHServer {
    private static let name = "sshd"

    /// The ports of those of `listeners` that a server has open, ascending; none where /proc can't tell.
    ///
    /// Listeners on a loopback address are left out, and those of a server's children: they are forwarded ports and X11's.
    static func ports(of listeners: [TCPSocket], processes: FilePath = "/proc") -> [UInt16] {
        let open = listeners.filter { !$0.local.address.isLoopback }
        guard !open.isEmpty else { return [] }
        let inodes = inodes(in: processes)
        return Set(open.filter { inodes.contains($0.inode) }.map(\.local.port)).sorted()
    }

    /// The inode numbers of all sockets that servers have open.
    private static func inodes(in processes: FilePath) -> Set<UInt32> {
        let numbers = ((try? FolderListing.names(in: processes)) ?? []).compactMap { Int32($0) }
        return Set(numbers.filter { isServer($0, in: processes) }.flatMap { sockets(of: $0, in: processes) })
    }

    private static func isServer(_ number: Int32, in processes: FilePath) -> Bool {
        guard isCalledServer(number, in: processes), let status = ProcessStatus(number, in: processes) else {
            return false
        }
        return !isCalledServer(status.parent, in: processes)
    }

    private static func isCalledServer(_ number: Int32, in processes: FilePath) -> Bool {
        (try? KernelFile.line(of: processes.appending("\(number)").appending("comm"))) == name
    }

    /// Reads the links `socket:[12345]` of /proc/PID/fd (proc(5)).
    private static func sockets(of number: Int32, in processes: FilePath) -> [UInt32] {
        let folder = processes.appending("\(number)").appending("fd")
        return ((try? FolderListing.names(in: folder)) ?? []).compactMap { name in
            guard let target = try? SymbolicLink.target(of: folder.appending(name)).string,
                target.hasPrefix("socket:["), target.hasSuffix("]")
            else { return nil }
            return UInt32(target.dropFirst("socket:[".count).dropLast())
        }
    }
}
