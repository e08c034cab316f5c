import Netfilter
import SystemPackage

/// The process that made our table with `flags owner`: the kernel lets nobody else change it, root neither.
package struct TableOwner: Hashable, Sendable {
    /// Its netlink port, which is mostly its number.
    let port: UInt32

    /// The owner of `table`; nil if everybody may change it.
    init?(of table: Table?) {
        guard let port = table?.owner else { return nil }
        self.port = port
    }

    /// `process 1234 (firewalld)`, or its port if no process has that number.
    package var name: String {
        let comm = Int32(exactly: port).map { FilePath("/proc/\($0)/comm") }
        guard let name = comm.flatMap({ try? KernelFile.line(of: $0) }) else { return "netlink port \(port)" }
        return "process \(port) (\(name))"
    }
}

extension LiveTable {
    /// Checks that this process may change it.
    ///
    /// - Throws: `ApplyError.owned` if it belongs to another process.
    func checkOwner() throws(ApplyError) {
        if let owner = TableOwner(of: table?.table) { throw .owned(owner) }
    }
}
