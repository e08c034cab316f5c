import Policy
import TestSupport
import Testing

extension TimedKernelTests {
    /// Every port is probed with real packets, and what comes through must be what `HostPolicy.verdict(for:)` says.
    @Suite struct PortSweepTests {
        @Test(arguments: TestedHost.allCases)
        func `what comes through is what the policy says, at every port`(host: TestedHost) async throws {
            async let v4 = Self.sweep(host, host.prototypes(.v4), against: host)
            async let v6 = Self.sweep(host, host.prototypes(.v6), against: host)
            for sweep in try await [v4, v6] {
                #expect(sweep.wronglyAccepted.isEmpty)
                #expect(sweep.wronglyDropped.isEmpty)
                #expect(sweep.passed > 0, "a sweep in which nothing passes shows nothing")
            }
            print("packets, \(host.rawValue): IPv4 \(try await v4); IPv6 \(try await v6)")
        }

        @Test func `rules of another policy are found out, port by port`() async throws {
            let prototype = Packet.inbound(.admin, .v4)
            let sweep = try await Self.sweep(.apim, [prototype], against: .apimAtOffset)
            let loaded = try Self.acceptedPorts(prototype, by: .apim)
            let other = try Self.acceptedPorts(prototype, by: .apimAtOffset)
            #expect(
                sweep.wronglyAccepted.filter { $0.transport == .tcp }.map(\.port) == loaded.subtracting(other).sorted()
            )
            #expect(
                sweep.wronglyDropped.filter { $0.transport == .tcp }.map(\.port) == other.subtracting(loaded).sorted()
            )
            #expect(!sweep.wronglyAccepted.isEmpty && !sweep.wronglyDropped.isEmpty)
        }

        @Test(arguments: [TestedHost.apimMulticast, .productScope])
        func `one verdict for each run of ports stands for the verdict of every port`(host: TestedHost) throws {
            let policy = try host.policy()
            let marks = policy.acceptedPorts(.tcp, like: .inbound(.cluster, .v6))
            let ports = try Self.acceptedPorts(.inbound(.cluster, .v6), by: host)
            #expect(marks.subtracting(PortMarks()) == ports.sorted())
        }

        /// Probes a host that has loaded the rules of `loaded`.
        private static func sweep(
            _ loaded: TestedHost,
            _ prototypes: [Packet],
            against expected: TestedHost
        ) async throws -> PortSweep {
            try await NetworkNamespace.isolated {
                let host = try FirewalledHost()
                try host.load(loaded.ruleset())
                var sweep = PortSweep()
                try sweep.run(prototypes, at: host, against: expected.policy())
                return sweep
            }
        }

        /// The TCP ports at which the policy of `host` accepts packets like `prototype`, each asked for.
        private static func acceptedPorts(_ prototype: Packet, by host: TestedHost) throws -> Set<UInt16> {
            let policy = try host.policy()
            var packet = prototype
            var ports: Set<UInt16> = []
            for port in 1...UInt16.max {
                packet.content = .ports(.tcp, source: 40000, destination: port)
                if policy.verdict(for: packet) == .accept { ports.insert(port) }
            }
            return ports
        }
    }
}
