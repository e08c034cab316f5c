import Netfilter
import Policy

extension LockoutGuard {
    /// Who couldn't connect again under rules of which the policy isn't known any more: a rollback's.
    ///
    /// - Parameters:
    ///   - table: What would be in force.
    ///   - access: Who is connected.
    /// - Returns: The warnings of `access`, then `ssh-peer-locked-out` for each peer: an error where the rules drop it, a warning where they ask for more than an
    ///   address and a port, as for an interface.
    static func check(_ table: KernelTable, _ access: SSHAccess) -> [Finding] {
        let evaluated = EvaluatedTable(table)
        let peers = access.peers.filter { $0.interface != InterfaceName("lo") }.eachOnce
        return access.findings
            + peers.compactMap { peer in
                guard let traffic = Traffic(peer.newPacket) else { return nil }
                let chains = evaluated.baseChains.filter { $0.base?.hook == .input }
                let answers = chains.map {
                    ChainEvaluation($0, of: evaluated, [traffic]).outcomes.map { $0.fate == .dropped }
                }
                guard answers.contains(where: { $0.contains(true) }) else { return nil }
                let isCertain = answers.contains { !$0.contains(false) }
                return peer.lockedOut(isCertain ? .error : .warning, hint: "apply a policy that lets it in instead")
            }
    }
}
