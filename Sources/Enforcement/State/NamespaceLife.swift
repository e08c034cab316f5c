import CLinux
import Glibc
import SystemPackage

/// Whether a network namespace exists.
enum NamespaceLife: Hashable {
    case living
    case dead
    /// This process doesn't see enough of the machine to tell.
    case unknown
}

extension NetworkNamespaceID: CustomStringConvertible {
    /// `network namespace 4107`, by its cookie, or by its inode number if the kernel has no cookies.
    package var description: String {
        "network namespace " + (cookie == 0 ? "net:[\(inode)]" : "\(cookie)")
    }

    /// Whether both are the same namespace, known to be of the same start of the kernel.
    ///
    /// Without cookies, the same inode number is enough here: the kernel gives it to another only if the first is gone.
    func isSame(as other: NetworkNamespaceID) -> Bool {
        cookie != 0 && other.cookie != 0 ? cookie == other.cookie : inode == other.inode
    }

    /// Whether the namespace, one of this start of the kernel that isn't the caller's, still exists.
    ///
    /// Linux 6.18 opens a namespace by its cookie. Before, it lives if a process, an open file or a mount of the machine refers to
    /// it, which only root of the machine's own process namespace can see; what keeps no more than a socket can't be entered.
    var life: NamespaceLife {
        switch lifeByHandle {
        case .living: .living
        case .dead: .dead
        case .unknown: NamespaceSearch(inode: inode).life
        }
    }

    /// The kernel's answer.
    ///
    /// It says that there is none also if this process may not enter it, so that counts only for root of the
    /// machine's own user namespace, and only if the kernel knows the caller's namespace by a handle. Others don't ask: a service
    /// that isn't meant to make this call is ended for it.
    var lifeByHandle: NamespaceLife {
        guard cookie != 0, Privilege.isAdministratorOfMachine, let own = try? NetworkNamespaceID.current(),
            own.isOpenable
        else { return .unknown }
        return isOpenable ? .living : .dead
    }

    private var isOpenable: Bool {
        guard let inode = UInt32(exactly: inode) else { return false }
        return (try? Descriptor { clx_open_namespace(cookie, inode) }) != nil
    }
}

/// What this process may do on the whole machine.
private enum Privilege {
    /// Whether it has CAP_SYS_ADMIN in the machine's own user namespace, whose inode number is fixed (PROC_USER_INIT_INO).
    static var isAdministratorOfMachine: Bool { isInitial("user", 0xefff_fffd) && has(capability: 21) }

    /// Whether it sees every process and all that belongs to them (PROC_PID_INIT_INO, CAP_SYS_PTRACE).
    static var seesEveryProcess: Bool {
        isInitial("pid", 0xefff_fffc) && isInitial("user", 0xefff_fffd) && has(capability: 19)
    }

    private static func isInitial(_ kind: String, _ inode: UInt32) -> Bool {
        (try? SymbolicLink.target(of: FilePath("/proc/self/ns/\(kind)")))?.string == "\(kind):[\(inode)]"
    }

    private static func has(capability: Int) -> Bool {
        guard let bytes = try? KernelFile.bytes(of: "/proc/thread-self/status") else { return false }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        let mask = line.flatMap { UInt64($0.dropFirst("CapEff:".count).drop(while: \.isWhitespace), radix: 16) } ?? 0
        return mask >> capability & 1 == 1
    }
}

/// Looks through the machine's processes for a network namespace.
struct NamespaceSearch {
    /// `net:[4026532178]`, as links and mounts name it.
    private let name: String

    init(inode: UInt64) {
        name = "net:[\(inode)]"
    }

    /// What was found; `unknown` if not everything can be seen.
    var life: NamespaceLife {
        guard Privilege.seesEveryProcess, let processes = try? FolderListing.names(in: "/proc") else { return .unknown }
        var mounts: Set<String> = []
        for process in processes where process.allSatisfy(\.isNumber) {
            let folder = FilePath("/proc").appending(process)
            if isReferred(by: folder) || isMounted(in: folder, besides: &mounts) { return .living }
        }
        return .dead
    }

    private func isReferred(by process: FilePath) -> Bool {
        let tasks = process.appending("task")
        let threads = (try? FolderListing.names(in: tasks)) ?? []
        if threads.contains(where: { leads(tasks.appending($0).appending("ns/net")) }) { return true }
        let files = process.appending("fd")
        return ((try? FolderListing.names(in: files)) ?? []).contains { leads(files.appending($0)) }
    }

    private func leads(_ link: FilePath) -> Bool {
        (try? SymbolicLink.target(of: link))?.string == name
    }

    /// Whether it is mounted, as `ip netns` does, in the process's mount namespace, unless that is one of `seen`.
    private func isMounted(in process: FilePath, besides seen: inout Set<String>) -> Bool {
        guard let mount = try? SymbolicLink.target(of: process.appending("ns/mnt")), seen.insert(mount.string).inserted
        else { return false }
        let table = process.appending("mountinfo")
        guard let file = try? Descriptor({ unsafe table.withPlatformString { unsafe open($0, O_RDONLY | O_CLOEXEC) } }),
            let bytes = try? file.read(1 << 24)
        else { return false }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { line in
            line.split(separator: " ").dropFirst(3).first.map(String.init) == name
        }
    }
}
