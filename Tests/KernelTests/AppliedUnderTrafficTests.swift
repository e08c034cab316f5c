#if os(Linux)
import Policy
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

extension TimedKernelTests {
    /// Whole applies, one after the other, under traffic.
    @Suite struct AppliedUnderTrafficTests {
        /// Policies that all let anybody in at 8243/tcp: some differ in elements alone, others in their chains.
        private static let hosts: [TestedHost] = [.apim, .threeRuntimes, .apim, .keep, .productScope]

        @Test func `no connection fails while 50 policies are applied`() async throws {
            let (attempts, changes) = try await NetworkNamespace.isolated {
                let host = try FirewalledHost()
                let applier = try Applier(Self.hosts.map { try $0.policy() }, on: host)
                try applier.applyNext()
                let client = try RepeatedConnections(to: host, port: 8243)
                try Background.repeating(client.connect) {
                    for _ in 1...50 { try applier.applyNext() }
                }
                return (client.attempts, applier.changes)
            }
            #expect(attempts.failed == 0)
            #expect(attempts.made > 50)
            #expect(changes > 40, "most of them change something")
            print("50 applies: \(attempts.made) connections, \(attempts.failed) failed")
        }

        @Test func `200 applies under a flood lose no allowed packet and leak no forbidden one`() async throws {
            let ports = FloodedPorts(host: .apimMulticast, peer: .cluster, allowed: 45564, forbidden: 45565)
            let count = try await NetworkNamespace.isolated {
                try ports.flood { host in
                    let applier = try Applier(Self.variants(of: ports.host.policy()), on: host)
                    for _ in 1...200 { try applier.applyNext() }
                }
            }
            #expect(count.allowedLost == 0)
            #expect(count.forbiddenLeaked == 0)
            #expect(count.allowed > 1000 && count.forbidden > 1000)
            print("200 applies: \(count)")
        }

        /// `policy`, with another element, with other addresses in a rule, and with another chain.
        private static func variants(of policy: HostPolicy) throws -> [HostPolicy] {
            var (element, addresses, chain) = (policy, policy, policy)
            element.services[0].summary += " (changed)"
            addresses.guards = [
                AdministratorGuard(TransportPorts(.tcp, .ssh), from: AddressSet([try CIDR("192.0.2.7")]))
            ]
            chain.guards = policy.guards + addresses.guards
            return [policy, element, policy, addresses, chain]
        }
    }
}

/// Puts policies into force in turn, as `carbonwall apply` does, or `carbonwall rollback --to`.
final class Applier {
    private let folder: TemporaryFolder
    private let host: FirewalledHost
    private let policies: [HostPolicy]
    private var count = 0
    /// How many applies changed anything.
    private(set) var changes = 0

    init(_ policies: [HostPolicy], on host: FirewalledHost) throws {
        folder = try TemporaryFolder()
        self.host = host
        self.policies = policies
    }

    func applyNext() throws {
        let request = ApplyRequest(policies[count % policies.count], isForced: true)
        let outcome = try host.inside.perform { try enforcer().apply(request) }
        count += 1
        if !outcome.changes.isEmpty { changes += 1 }
    }

    /// Goes back, or forward, to policy `number`.
    func rollBack(to number: Int) throws {
        _ = try host.inside.perform { try enforcer().rollBack(to: number, isForced: true) }
    }

    /// The tables that a rollback would read from the state folder, oldest first.
    func storedTables() throws -> [KernelTable] {
        let folder = try StateFolder(creating: FilePath(folder.path(of: "state")))
        return try folder.load().history.map { try folder.table(of: $0) }
    }

    private func enforcer() throws -> Enforcer {
        try Enforcer(rememberingIn: FilePath(folder.path(of: "state")))
    }
}
#endif
