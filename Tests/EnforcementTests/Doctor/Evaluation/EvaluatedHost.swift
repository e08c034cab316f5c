import Netfilter
import Policy
import TestSupport

@testable import Enforcement

/// A host with somebody else's rules, followed through on paper and by real packets.
///
/// Only within `NetworkNamespace.isolated`.
final class EvaluatedHost {
    private let host: FirewalledHost

    /// Loads rules with `command`, which reads `text`.
    init(_ text: String, with command: [String] = ["nft", "-f", "-"]) throws {
        host = try FirewalledHost()
        try host.inside.perform { _ = try ProcessRunner.output(of: command, input: Array(text.utf8)) }
    }

    /// What is said of a packet.
    enum Answer: String {
        case passes
        case dropped
        case perhaps
    }

    /// What the chains on the way in do with new connections like `packet`.
    func answer(_ packet: Packet, in tables: [EvaluatedTable]) throws -> Answer {
        guard let traffic = Traffic(packet) else { return .perhaps }
        var isUncertain = false
        for table in tables where table.name.kinds.contains(traffic.kind) {
            for chain in table.baseChains where chain.base?.kind == .filter {
                let outcomes = ChainEvaluation(chain, of: table, [traffic]).outcomes
                let isDropped = outcomes.contains { $0.fate == .dropped }
                if isDropped, outcomes.allSatisfy({ $0.fate == .dropped }) { return .dropped }
                isUncertain = isUncertain || isDropped
            }
        }
        return isUncertain ? .perhaps : .passes
    }

    /// Every table but the one that the tests count in.
    func tables() throws -> [EvaluatedTable] {
        try host.inside.perform {
            var socket = try NetlinkSocket()
            return try OtherTables(from: &socket).tables
        }
    }

    func passes(_ packet: Packet) throws -> Bool { try host.passes(packet) }

    /// New connections from everybody to `ports`.
    static func packets(to ports: [UInt16]) -> [Packet] {
        AddressFamily.allCases.flatMap { family in
            Peer.allCases.flatMap { peer in
                [Transport.tcp, .udp].flatMap { transport in
                    ports.map { port in
                        Packet(
                            from: peer.address(family),
                            to: FirewalledHost.address(family),
                            .ports(transport, source: .random(in: 20000...60000), destination: port)
                        )
                    }
                }
            }
        }
    }
}
