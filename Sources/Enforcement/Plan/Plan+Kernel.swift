import Netfilter
package import SystemPackage

extension Plan {
    /// What `request` would change in the kernel of the calling thread's network namespace.
    ///
    /// Where the state folder at `path` knows that nobody has changed any rules since the last apply, no set of addresses is
    /// read, and nothing at all where that applied the same policy. A folder that isn't there or can't be used is no hindrance.
    ///
    /// - Throws: `NetfilterError`, `SystemProblem`.
    package static func current(for request: ApplyRequest, rememberedIn path: FilePath?) throws -> Plan {
        var socket = try NetlinkSocket()
        var remembered: RememberedAddresses?
        if let path, let folder = try? StateFolder.existing(path), let state = try? folder.load() {
            if let inForce = try state.policyInForce(at: socket.generation()),
                request.isMet(by: inForce)
            {
                return .nothing
            }
            remembered = try RememberedAddresses(state, folder, &socket)
        }
        let live = try LiveTable(Enforcer.table, from: &socket, knowing: remembered)
        return try Plan(from: live, to: KernelTable(request.ruleset), of: request)
    }
}
