import CLinux
import Glibc
import SystemPackage

/// One start of the kernel, by the name that it gives itself: /proc/sys/kernel/random/boot_id.
package struct BootID: Hashable, Sendable {
    /// `0f3c2f6e-…`, 36 characters.
    package let text: String
    /// The longest text that is kept, in bytes of UTF-8.
    static let longestText = 64

    init(_ text: String) {
        self.text = text
    }

    /// The present one.
    ///
    /// - Throws: Where /proc isn't there.
    package static func current() throws(SystemProblem) -> BootID {
        let path: FilePath = "/proc/sys/kernel/random/boot_id"
        let text = try SystemProblem.naming("read", path.string) { () throws(Errno) in try KernelFile.line(of: path) }
        // An empty one would be that of every boot.
        guard !text.isEmpty else { throw SystemProblem("read", path.string, .noData) }
        return BootID(text.prefix(ofBytes: longestText))
    }
}

/// One network namespace.
package struct NetworkNamespaceID: Hashable, Sendable {
    /// The inode number of the namespace; the kernel gives it to a later namespace as soon as this one is gone.
    package let inode: UInt64
    /// A number that no other namespace gets before the next boot; 0 before Linux 5.14, which has none.
    package let cookie: UInt64

    init(inode: UInt64, cookie: UInt64) {
        self.inode = inode
        self.cookie = cookie
    }

    /// The calling thread's.
    ///
    /// - Throws: Where /proc isn't there.
    package static func current() throws(SystemProblem) -> NetworkNamespaceID {
        let path = "/proc/thread-self/ns/net"
        var status = stat()
        try SystemProblem.naming("look at", path) { () throws(Errno) in
            _ = try SystemCall.result { unsafe stat(path, &status) }
        }
        return NetworkNamespaceID(inode: UInt64(status.st_ino), cookie: cookie)
    }

    private static var cookie: UInt64 {
        guard let socket = try? Descriptor({ socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0) }) else {
            return 0
        }
        var cookie: UInt64 = 0
        return unsafe clx_namespace_cookie(socket.number, &cookie) == 0 ? cookie : 0
    }
}

/// The boot and the network namespace that this process works in: the same from its start to its end.
///
/// It is read before anything is changed. Whatever can fail after that is a doubt about what was done.
package struct KernelPlace: Hashable, Sendable {
    let boot: BootID
    let namespace: NetworkNamespaceID

    /// The calling thread's.
    ///
    /// - Throws: `SystemProblem` if /proc isn't there, or can't be read.
    package static func current() throws(SystemProblem) -> KernelPlace {
        KernelPlace(boot: try .current(), namespace: try .current())
    }
}

/// Which rules a kernel had: while all of it is the same, nobody has changed them.
package struct KernelMark: Hashable, Sendable {
    /// How many transactions the namespace's nf_tables has seen (NFTA_GEN_ID).
    package let generation: UInt32
    /// Generations begin anew with each boot.
    package let boot: BootID
    /// Every namespace counts its own generations.
    package let namespace: NetworkNamespaceID

    init(generation: UInt32, boot: BootID, namespace: NetworkNamespaceID) {
        self.generation = generation
        self.boot = boot
        self.namespace = namespace
    }

    /// The mark of `generation` of the calling thread's namespace.
    ///
    /// - Throws: Where /proc isn't there.
    package init(generation: UInt32) throws(SystemProblem) {
        self.init(generation: generation, at: try .current())
    }

    /// The mark of `generation` at `place`.
    init(generation: UInt32, at place: KernelPlace) {
        self.init(generation: generation, boot: place.boot, namespace: place.namespace)
    }
}
