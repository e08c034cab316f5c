import Glibc
import Policy
import SystemPackage

/// A process that can be seen.
package struct SeenProcess: Hashable, Sendable {
    let number: Int32
    /// Its name, of 15 bytes at most: /proc/PID/comm.
    let name: String

    /// All that the folder `processes`, /proc, lists, by number.
    ///
    /// Processes of another pid namespace aren't there.
    static func all(in processes: FilePath = "/proc") -> [SeenProcess] {
        ((try? FolderListing.names(in: processes)) ?? []).compactMap { Int32($0) }.sorted().compactMap { number in
            let name = try? KernelFile.line(of: processes.appending("\(number)").appending("comm"))
            return name.map { SeenProcess(number: number, name: $0) }
        }
    }

    /// Whether it listens for servers that it starts when somebody connects.
    var isSuperServer: Bool {
        ["systemd", "inetd", "xinetd"].contains(name) || name.hasPrefix("systemd-socket")
    }

    /// `sshd, process 812`.
    var description: String { "\(name.printable), process \(number)" }
}

/// The processes that have the sockets of this host open.
struct ProcessSockets {
    private let owners: [UInt32: SeenProcess]

    /// Reads the links in every process's folder: thousands on a large host, so it is done only in doubt.
    ///
    /// The sockets of another user's process are seen only with CAP_SYS_PTRACE.
    init(of processes: [SeenProcess], in folder: FilePath = "/proc") {
        var owners: [UInt32: SeenProcess] = [:]
        for process in processes {
            for inode in Self.inodes(of: process.number, in: folder) where owners[inode] == nil {
                owners[inode] = process
            }
        }
        self.owners = owners
    }

    /// The process that has `socket` open, of several the first; nil if none that can be seen has.
    func owner(of socket: TCPSocket) -> SeenProcess? { owners[socket.inode] }

    /// The same of the socket with the number `inode`.
    func owner(of inode: UInt32) -> SeenProcess? { owners[inode] }

    /// The inode numbers of the sockets that the process `number` has open, by the links `socket:[12345]` of /proc/PID/fd (proc(5)).
    static func inodes(of number: Int32, in processes: FilePath) -> [UInt32] {
        let folder = processes.appending("\(number)").appending("fd")
        return ((try? FolderListing.names(in: folder)) ?? []).compactMap { name in
            guard let target = try? SymbolicLink.target(of: folder.appending(name)).string,
                target.hasPrefix("socket:["), target.hasSuffix("]")
            else { return nil }
            return UInt32(target.dropFirst("socket:[".count).dropLast())
        }
    }
}

/// The processes above this one, in which a session's environment survives sudo.
enum Ancestors {
    /// The parent of this process, the parent's parent and so on, as far as they can be seen.
    static func current(in processes: FilePath = "/proc") -> [Int32] {
        var found: [Int32] = []
        var next = getpid()
        while let parent = ProcessStatus(next, in: processes)?.parent, parent > 0, !found.contains(parent) {
            found.append(parent)
            next = parent
        }
        return found
    }

    /// The peer that SSH_CONNECTION names in the environment of the process `number`; nil if it can't be read, or names none.
    static func peer(of number: Int32, in processes: FilePath = "/proc") -> SSHPeer? {
        let path = processes.appending("\(number)").appending("environ")
        guard let bytes = try? KernelFile.bytes(of: path, atMost: 1 << 18) else { return nil }
        let variables = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return try? SSHEnvironment.peer { name in
            variables.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
        }
    }
}
