#if os(Linux)
import CLinuxNetwork
import Glibc

/// A network namespace: interfaces, addresses, routes, sockets and firewall rules of its own.
///
/// It lives as long as a thread, a socket or this handle refers to it; there is nothing to clean up. Everything but
/// `isolated` changes the calling thread, so it belongs inside the body of `isolated`, never on a thread of the
/// concurrency pool.
public struct NetworkNamespace: ~Copyable {
    private let handle: FileDescriptor

    /// Runs `body` on a thread of its own in a fresh namespace, where only `lo` is, and up.
    ///
    /// Programs that it starts inherit the namespace.
    public static func isolated<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await DedicatedThread.run {
            try unshare()
            return try body()
        }
    }

    /// A fresh namespace, where only `lo` is, and up.
    ///
    /// The thread stays where it was.
    public init() throws(SystemError) {
        let previous = try NetworkNamespace(current: ())
        try Self.unshare()
        let created = Result { () throws(SystemError) in try FileDescriptor.open(Self.currentPath) }
        try previous.enter()
        handle = try created.get()
    }

    /// The calling thread's namespace.
    public static func current() throws(SystemError) -> NetworkNamespace {
        try NetworkNamespace(current: ())
    }

    private init(current: Void) throws(SystemError) {
        handle = try FileDescriptor.open(Self.currentPath)
    }

    /// Takes the right to change networks and firewalls from the calling thread, for good.
    public static func renounceAdministration() throws(SystemError) {
        try SystemError.check("capset", cln_drop_network_administration())
    }

    /// Runs `body` with the calling thread in this namespace, and brings the thread back.
    @discardableResult
    public borrowing func perform<Value>(_ body: () throws -> Value) throws -> Value {
        let previous = try NetworkNamespace.current()
        try enter()
        let result = Result(catching: body)
        try previous.enter()
        return try result.get()
    }

    /// Where other programs find it while this handle lives.
    public var path: String { "/proc/\(getpid())/fd/\(handle.number)" }

    private borrowing func enter() throws(SystemError) {
        try SystemError.check("setns", cln_enter_network(handle.number))
    }

    private static var currentPath: String { "/proc/self/task/\(cln_thread_id())/ns/net" }

    private static func unshare() throws(SystemError) {
        try SystemError.check("unshare(CLONE_NEWNET)", cln_unshare_network())
        try SystemError.check("bring lo up", unsafe cln_bring_up("lo"))
    }
}
#endif
