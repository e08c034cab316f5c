import Emitters
import Policy
import TestSupport
import Testing

extension TimedKernelTests {
    /// Running the script over its own rules, and over another policy's, under traffic.
    @Suite(.needsIptables) struct IptablesReloadTests {
        @Test(
            arguments: await IptablesKind.working,
            [
                FloodedPorts(host: .apimMulticast, peer: .cluster, allowed: 45564, forbidden: 45565),
                FloodedPorts(host: .productScope, peer: .public, allowed: 45565, forbidden: 45564),
            ]
        )
        func `40 starts under a flood lose no allowed packet and leak no forbidden one`(
            kind: IptablesKind,
            ports: FloodedPorts
        ) async throws {
            let scripts = try [ports.host.script(), ports.host.script()]
            try await expectNoLoss(kind, ports, scripts)
        }

        @Test(.needs(program: "ipset"), arguments: await IptablesKind.working)
        func `nor do starts that replace one policy and its sets by another`(kind: IptablesKind) async throws {
            let ports = FloodedPorts(host: .apimMulticast, peer: .cluster, allowed: 45564, forbidden: 45565)
            let scripts = try [
                Self.script(members: 100, egress: nil), Self.script(members: 3000, egress: []),
                Self.script(members: 101, egress: nil),
            ]
            try await expectNoLoss(kind, ports, scripts)
        }

        private func expectNoLoss(_ kind: IptablesKind, _ ports: FloodedPorts, _ scripts: [String]) async throws {
            let count = try await NetworkNamespace.isolated {
                let programs = try ScriptHost(kind)
                let host = try FirewalledHost()
                try host.start(scripts[0], on: programs)
                return try ports.flood(host) { host in
                    for time in 1...40 { try host.start(scripts[time % scripts.count], on: programs) }
                }
            }
            #expect(count.allowedLost == 0)
            #expect(count.forbiddenLeaked == 0)
            #expect(count.allowed > 1000 && count.forbidden > 1000)
            print("40 starts, \(kind), \(ports.host.rawValue): \(count)")
        }

        /// A cluster of `members` addresses that no larger block holds, the peer's among them.
        private static func script(members: Int, egress: [EgressGroup]?) throws -> String {
            var policy = try TestedHost.apimMulticast.policy()
            let first = UInt32(0x0A00_010C)
            let addresses = (0..<UInt32(members)).map { first + 2 * $0...first + 2 * $0 }
            policy.sources.removeAll { $0.audience == .cluster }
            policy.sources.append(Source(.cluster, AddressSet(v4: IntervalSet(addresses))))
            policy.egress = egress
            return try IptablesEmitter.script(policy, toolVersion: "0")
        }
    }
}
