import SystemPackage

/// The sockets that the processes of SSH servers have open, by their inode numbers.
struct SSHServer {
    /// Of those that listen, and of those that systemd or inetd has started for one connection.
    private let servers: Set<UInt32>
    /// Of their children, each for a session.
    private let sessions: Set<UInt32>
    /// What its processes are called.
    let name: String

    /// Looks at the processes; it finds none where /proc can't tell.
    init(processes: FilePath = "/proc") {
        let found = ((try? FolderListing.names(in: processes)) ?? []).compactMap { Int32($0) }
            .compactMap { SSHProcess($0, in: processes) }
        servers = Set(found.filter { !$0.isSession }.flatMap(\.sockets))
        sessions = Set(found.filter(\.isSession).flatMap(\.sockets))
        name = found.first { !$0.sockets.isEmpty }?.name ?? "sshd"
    }

    /// The ports of those of `listeners` that a server has open, ascending.
    ///
    /// Listeners on a loopback address are left out, and those of sessions: they are forwarded ports and X11's.
    func ports(of listeners: [TCPSocket]) -> [UInt16] {
        let open = listeners.filter { !$0.local.address.isLoopback && servers.contains($0.inode) }
        return Set(open.map(\.local.port)).sorted()
    }

    /// The ports at which a server is reached from this host alone, ascending: a program passes connections on to it.
    func loopbackPorts(of listeners: [TCPSocket], _ connections: [TCPSocket]) -> [UInt16] {
        let listening = listeners.filter { servers.contains($0.inode) }
        let forwarded = Set(listeners.filter { sessions.contains($0.inode) }.map(\.local.port))
        let ports = Set(listeners.map(\.local.port)).subtracting(forwarded)
        let accepted = connections.filter { sessions.contains($0.inode) && ports.contains($0.local.port) }
        return Set((listening + accepted).filter(\.local.address.isLoopback).map(\.local.port)).sorted()
    }

    /// The ports that sessions came in through although no server listens there, ascending: systemd or inetd listens, or the
    /// server was stopped and they go on.
    ///
    /// What a session forwards is a connection from one of the `ephemeral` ports, on which nobody listens, or to a port on which
    /// the session does. Where a server
    /// listens elsewhere, a port on which nobody does was given up: nobody comes back there, whatever the rules.
    func ports(
        ofSessions connections: [TCPSocket],
        besides listeners: [TCPSocket],
        ephemeral: ClosedRange<UInt16>
    ) -> [UInt16] {
        let isRunning = !ports(of: listeners).isEmpty
        let forwarded = Set(listeners.filter { sessions.contains($0.inode) }.map(\.local.port))
        let listening = Set(listeners.map(\.local.port))
        let own = connections.filter { servers.contains($0.inode) || sessions.contains($0.inode) }
        let ports = Set(own.filter { !$0.local.address.isLoopback }.map(\.local.port)).subtracting(forwarded)
        return ports.filter { listening.contains($0) || !isRunning && !ephemeral.contains($0) }.sorted()
    }
}

/// A process of an SSH server.
private struct SSHProcess {
    let name: String
    /// Whether another one of the server's has started it.
    let isSession: Bool
    /// The inode numbers of its sockets.
    let sockets: [UInt32]

    /// OpenSSH's, of which sessions are programs of their own since 9.8, Dropbear's and TinySSH's.
    private static let names = ["sshd", "sshd-session", "sshd-auth", "dropbear", "dropbearmulti", "tinysshd"]

    /// nil where the process `number` is another program's, or gone.
    init?(_ number: Int32, in processes: FilePath) {
        guard let name = Self.name(of: number, in: processes), let status = ProcessStatus(number, in: processes) else {
            return nil
        }
        self.name = name
        isSession = Self.name(of: status.parent, in: processes) != nil
        sockets = ProcessSockets.inodes(of: number, in: processes)
    }

    private static func name(of number: Int32, in processes: FilePath) -> String? {
        let name = try? KernelFile.line(of: processes.appending("\(number)").appending("comm"))
        return name.flatMap { names.contains($0) ? $0 : nil }
    }
}
