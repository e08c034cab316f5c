import Netfilter
import Policy

extension LockoutGuard {
    /// Who couldn't connect again under rules of which the policy isn't known any more: a rollback's.
    ///
    /// - Parameters:
    ///   - table: What would be in force.
    ///   - access: Who is connected.
    /// - Returns: The warnings of `access`, then `ssh-peer-locked-out` for each peer: an error where the rules drop it, a warning where they ask for more than an
    ///   address and a port, as for an interface. `ssh-server-unknown` and `mosh-session-cut` likewise.
    static func check(_ table: RuleAnswers, _ access: SSHAccess) -> [Finding] {
        let peers = access.peers.filter { $0.interface != .loopback }.eachOnce.compactMap { peer in
            table.severity(ofDropping: peer.newPacket).map {
                peer.lockedOut($0, hint: "apply a policy that lets it in instead")
            }
        }
        let mosh = access.moshSessions.compactMap { session in
            session.newPacket.flatMap(table.severity).map(session.cut)
        }
        let rest = AccessFinding.peerLockedOut.rest(of: peers.count, "connected peers that couldn't connect again")
        return access.findings + peers.firstTen + rest + unknown(access) + mosh.firstTen
    }
}

/// What a table's rules say to packets.
struct RuleAnswers {
    private let table: EvaluatedTable

    init(_ table: KernelTable) {
        self.table = EvaluatedTable(table)
    }

    /// An error if the rules drop `packet`, a warning if it depends on what isn't known of it; nil if they let it in.
    func severity(ofDropping packet: Packet) -> Finding.Severity? {
        guard let traffic = Traffic(packet) else { return nil }
        let hook = packet.direction == .inbound ? BaseChain.Hook.input : .output
        let chains = table.baseChains.filter { $0.base?.hook == hook }
        let answers = chains.map { ChainEvaluation($0, of: table, [traffic]).outcomes.map { $0.fate == .dropped } }
        guard answers.contains(where: { $0.contains(true) }) else { return nil }
        return answers.contains { !$0.contains(false) } ? .error : .warning
    }
}
