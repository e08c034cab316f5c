import Netfilter

/// What is in the sets of addresses of our table, known without asking the kernel.
package struct RememberedAddresses: Hashable, Sendable {
    /// The ruleset that has them.
    let generation: Generation
    let lists: AddressLists

    /// `lists`, at `generation`.
    init(generation: Generation, lists: AddressLists) {
        self.generation = generation
        self.lists = lists
    }

    /// What `folder` remembers of the policy in force; nil where anybody has changed the kernel's rules since, or it can't be read.
    init?(_ state: EnforcementState, _ folder: borrowing StateFolder, _ socket: inout NetlinkSocket) throws {
        generation = try socket.generation()
        guard let policy = try state.policyInForce(at: generation),
            let lists = try? folder.addressLists(of: policy)
        else { return nil }
        self.lists = lists
    }
}

extension EnforcementState {
    /// The policy whose ruleset the kernel has at `generation`; nil where anybody has changed any rules since it was applied.
    func policyInForce(at generation: Generation) throws(SystemProblem) -> AppliedPolicy? {
        guard let mark, try mark == KernelMark(generation: generation.rawValue) else { return nil }
        return current.flatMap { self[$0] }
    }
}
