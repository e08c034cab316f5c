import Glibc
package import SystemPackage

/// Which state folder a run uses.
package struct StateHome: Hashable, Sendable {
    /// What the folder belongs to.
    package enum Kind: Hashable, Sendable {
        /// The network namespace of process 1: the machine's, or a container's.
        case machine
        /// Another network namespace, which no start of the machine loads anything for.
        case namespace(NetworkNamespaceID)
        /// Whatever the user named it for.
        case given
    }

    /// The folder.
    package let path: FilePath
    /// What it belongs to.
    package let kind: Kind

    /// The folders of namespaces that aren't process 1's: they end with the machine's run.
    static let namespaces: FilePath = "/run/carbonwall"

    /// The folder at `path`, which the user named.
    package init(given path: FilePath) {
        self.path = path
        kind = .given
    }

    /// What the network namespace is that a run with this folder changes; nil if that can't be told.
    var place: Kind? {
        if case .given = kind { try? Self.ofThisNamespace().kind } else { kind }
    }

    /// The machine's own folder, as carbonwall.service uses it.
    static let machine = StateHome(path: StateFolder.defaultPath, kind: .machine)

    private init(path: FilePath, kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// The folder of the calling thread's network namespace.
    ///
    /// - Throws: `StateHomeError` if it can't be told which that is.
    package static func ofThisNamespace() throws(StateHomeError) -> StateHome {
        let own = try identity(of: "/proc/thread-self/ns/net")
        if try own == identity(of: "/proc/1/ns/net") { return .machine }
        let namespace: NetworkNamespaceID
        do {
            namespace = try .current()
        } catch {
            throw .unreadable(error)
        }
        guard namespace.cookie != 0 else { throw .nameless(namespace) }
        return StateHome(path: namespaces.appending("netns-\(namespace.cookie)"), kind: .namespace(namespace))
    }

    private static func identity(of link: String) throws(StateHomeError) -> [UInt64] {
        var status = stat()
        do throws(Errno) {
            try SystemCall.result { unsafe stat(link, &status) }
        } catch {
            throw .unreadable(SystemProblem("look at", link, error))
        }
        return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }
}

/// Why nobody can tell which state folder is the network namespace's.
package enum StateHomeError: EnforcementError, Hashable {
    /// The namespace of process 1, or the caller's own, can't be looked at.
    case unreadable(SystemProblem)
    /// Another namespace than process 1's, and the kernel has no name for it that it never gives again (before Linux 5.14).
    case nameless(NetworkNamespaceID)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .unreadable(let problem):
            "it can't be told whether this is the network namespace of process 1, whose state is in \(StateFolder.defaultPath): \(problem)"
        case .nameless(let namespace):
            "this is \(namespace), not that of process 1, and this kernel gives its number to another when it is gone (Linux 5.14 has a lasting one)"
        }
    }

    /// What to do about it.
    package var advice: String? {
        switch self {
        case .unreadable(let problem) where problem.code == .permissionDenied || problem.code == .notPermitted:
            "run it with CAP_SYS_PTRACE besides CAP_NET_ADMIN, or name the state folder: --state DIR"
        case .unreadable, .nameless: "name the state folder: --state DIR"
        }
    }
}
