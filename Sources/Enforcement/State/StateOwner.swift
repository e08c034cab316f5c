import Policy
import SystemPackage

/// The place whose rules a state describes: one machine, one start of its kernel, one network namespace.
package struct StateOwner: Hashable, Sendable {
    /// The first half of the SHA-256 of /etc/machine-id; empty if the machine has none.
    let machine: [UInt8]
    /// The start of the kernel.
    let boot: BootID
    /// The network namespace.
    package let namespace: NetworkNamespaceID

    /// Bytes of `machine`, if there are any.
    static let machineLength = 16

    /// The calling thread's place.
    ///
    /// - Throws: `SystemProblem` if /proc isn't there.
    package static func current() throws(SystemProblem) -> StateOwner {
        StateOwner(machine: currentMachine, boot: try .current(), namespace: try .current())
    }

    /// A file before systemd has given the machine its number holds `uninitialized`.
    private static var currentMachine: [UInt8] {
        guard let line = try? KernelFile.line(of: "/etc/machine-id"), line.utf8.count == 32,
            line.allSatisfy(\.isHexDigit)
        else { return [] }
        return Array(SHA256.digest(of: Array("carbonwall \(line)".utf8)).prefix(machineLength))
    }

    /// What a state of this owner is to a process at `here`.
    func relation(to here: StateOwner) -> StateRelation {
        if boot == here.boot, namespace.isSame(as: here.namespace) { return .here }
        let isOtherMachine = !machine.isEmpty && !here.machine.isEmpty && machine != here.machine
        guard boot == here.boot else { return .gone(isOtherMachine: isOtherMachine) }
        switch namespace.life {
        case .dead: return .gone(isOtherMachine: isOtherMachine)
        case .living: return .elsewhere(namespace, isCertain: true)
        case .unknown: return .elsewhere(namespace, isCertain: false)
        }
    }
}

/// What a remembered state is to the process that reads it.
package enum StateRelation: Hashable, Sendable {
    /// It describes the caller's own network namespace, or nothing yet.
    case here
    /// It describes a namespace that is gone: an earlier start of the machine, a container before its restart, or another
    /// machine, whose image or disk this one has.
    case gone(isOtherMachine: Bool)
    /// It describes another namespace of this kernel, which lives, or of which nobody can tell that it doesn't.
    case elsewhere(NetworkNamespaceID, isCertain: Bool)
}

extension StateRelation {
    /// Whether a state of this relation in the folder `path` says nothing about the caller's namespace.
    ///
    /// A namespace's own folder is of no use to another one that got its number after a restart.
    func isUseless(in path: FilePath) -> Bool {
        switch self {
        case .here: false
        case .gone: path.starts(with: StateHome.namespaces)
        case .elsewhere: true
        }
    }
}

extension EnforcementState {
    /// What this state is to a process at `here`.
    ///
    /// States that an earlier version wrote know their place by their mark.
    package func relation(to here: StateOwner) -> StateRelation {
        let owner = owner ?? mark.map { StateOwner(machine: [], boot: $0.boot, namespace: $0.namespace) }
        return owner?.relation(to: here) ?? .here
    }

    /// Makes `here` the place that this state describes from now on.
    ///
    /// A confirmation that another place waited for is over.
    ///
    /// - Returns: What the state was to `here`.
    /// - Throws: `StateOwnerError.elsewhere` if it describes another namespace that may live.
    @discardableResult
    mutating func claim(
        for here: StateOwner,
        at path: FilePath,
        inDoubt: DoubtfulClaim = .refused
    ) throws(StateOwnerError) -> StateRelation {
        let relation = relation(to: here)
        if case .elsewhere(let namespace, let isCertain) = relation, isCertain || inDoubt == .refused {
            throw .elsewhere(path.string, namespace, isCertain: isCertain)
        }
        if case .gone = relation, relation.isUseless(in: path) { self = EnforcementState() }
        if relation != .here, owner?.boot == here.boot, pending?.boot == here.boot { abandonConfirmation() }
        owner = here
        return relation
    }
}

/// What to do with a state of another namespace if nobody can tell whether that one lives.
enum DoubtfulClaim {
    /// Nothing is changed.
    case refused
    /// It counts as gone, as it does for a container that was started again.
    case taken
}

/// Why a state folder isn't for the calling process's network namespace.
package enum StateOwnerError: EnforcementError, Hashable {
    /// The folder at the path remembers what another namespace has.
    case elsewhere(String, NetworkNamespaceID, isCertain: Bool)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .elsewhere(let path, let namespace, true):
            "\(path.quotedForMessage) belongs to \(namespace), which exists: nothing was changed"
        case .elsewhere(let path, let namespace, false):
            "\(path.quotedForMessage) belongs to \(namespace), and it can't be told from here whether that still exists: nothing was changed"
        }
    }

    /// What to do about it.
    package var advice: String? {
        switch self {
        case .elsewhere(_, _, true): "run it in that namespace, or give this one a folder of its own: --state DIR"
        case .elsewhere(let path, _, false):
            "if it is gone (a container that was started again), carbonwall boot\(Self.option(path)) takes the folder over; else name another one with --state"
        }
    }

    /// What names the folder at `path`; nothing for the one that is used without it.
    private static func option(_ path: String) -> String {
        path == StateFolder.defaultPath.string ? "" : " --state \(path)"
    }
}
