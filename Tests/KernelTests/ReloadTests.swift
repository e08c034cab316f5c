import Policy
import Synchronization
import TestSupport
import Testing

extension TimedKernelTests {
    /// Loading a ruleset over itself, again and again, under traffic.
    @Suite struct ReloadTests {
        @Test func `no connection fails while the ruleset is loaded 50 times`() async throws {
            let attempts = try await NetworkNamespace.isolated {
                let host = try FirewalledHost()
                let ruleset = try TestedHost.apim.ruleset()
                try host.load(ruleset)
                let client = try RepeatedConnections(to: host, port: 8243)
                try Background.repeating(client.connect) {
                    for _ in 1...50 { try host.load(ruleset) }
                }
                return client.attempts
            }
            #expect(attempts.failed == 0)
            #expect(attempts.made > 50)
            print("50 reloads: \(attempts.made) connections, \(attempts.failed) failed")
        }

        @Test(arguments: [
            FloodedPorts(host: .apimMulticast, peer: .cluster, allowed: 45564, forbidden: 45565),
            FloodedPorts(host: .productScope, peer: .public, allowed: 45565, forbidden: 45564),
        ])
        func `200 reloads under a flood lose no allowed packet and leak no forbidden one`(
            ports: FloodedPorts
        ) async throws {
            let ruleset = try ports.host.ruleset()
            let count = try await NetworkNamespace.isolated {
                try ports.flood { host in
                    for _ in 1...200 { try host.load(ruleset) }
                }
            }
            #expect(count.allowedLost == 0)
            #expect(count.forbiddenLeaked == 0)
            #expect(count.allowed > 1000 && count.forbidden > 1000)
            print("200 reloads, \(ports.host.rawValue): \(count)")
        }
    }
}

/// A client of a host that connects to it every millisecond.
final class RepeatedConnections: Sendable {
    struct Attempts: Sendable {
        var made = 0
        var failed = 0
    }

    private let listener: NetworkSocket
    private let port: UInt16
    private let state = Mutex(Attempts())

    init(to host: FirewalledHost, port: UInt16) throws {
        self.port = port
        listener = try host.inside.perform { try NetworkSocket.listener(at: FirewalledHost.v4, port: port) }
    }

    /// How it went so far.
    var attempts: Attempts { state.withLock(\.self) }

    /// Connects once.
    ///
    /// A dropped packet fails it: a client sends again only after a second.
    @Sendable func connect() throws {
        let source = Peer.public.address(.v4)
        let connection = try? NetworkSocket.connection(from: source, to: FirewalledHost.v4, port: port, within: 900)
        let succeeded = try connection?.retransmissions == 0
        if succeeded { _ = try listener.accept() }
        state.withLock {
            $0.made += 1
            if !succeeded { $0.failed += 1 }
        }
        Background.sleep(milliseconds: 1)
    }
}

/// Two UDP ports of a host, one that `peer` may reach and one that it may not.
struct FloodedPorts: Sendable, CustomTestStringConvertible {
    var host: TestedHost
    var peer: Peer
    var allowed: UInt16
    var forbidden: UInt16

    var testDescription: String { host.rawValue }

    /// Floods both ports of a host while `change` does something to the rules that nft has loaded.
    func flood(during change: (FirewalledHost) throws -> Void) throws -> FloodCount {
        let host = try FirewalledHost()
        try host.load(self.host.ruleset())
        return try flood(host, during: change)
    }

    /// Floods both ports of `host`, which has rules, while `change` does something to them.
    func flood(_ host: FirewalledHost, during change: (FirewalledHost) throws -> Void) throws -> FloodCount {
        try host.load(gauge)
        try host.flood(packet(to: allowed), packet(to: forbidden)) { try change(host) }
        let counters = try host.counters(ofTable: "gauge")
        let count = { counters[$0] ?? 0 }
        return FloodCount(
            allowed: count("allowed_before"),
            forbidden: count("forbidden_before"),
            allowedLost: count("allowed_before") - count("allowed_after"),
            forbiddenLeaked: count("forbidden_after")
        )
    }

    private func packet(to port: UInt16) -> Packet {
        var packet = Packet.inbound(peer, .v4)
        packet.content = .ports(.udp, source: 50000, destination: port)
        return packet
    }

    /// Counts packets to both ports before and after the rules under test.
    private var gauge: String {
        let names = ["allowed_before", "forbidden_before", "allowed_after", "forbidden_after"]
        let counters = names.map { "counter \($0) {\n}\n" }.joined()
        let chains = [("before", -300), ("after", 300)].map { name, priority in
            """
            chain \(name) {
                type filter hook input priority \(priority); policy accept;
                udp dport \(allowed) counter name allowed_\(name)
                udp dport \(forbidden) counter name forbidden_\(name)
            }

            """
        }
        return "table inet gauge {\n\(counters)\(chains.joined())}\n"
    }
}

/// What became of a flood.
struct FloodCount: Sendable, CustomStringConvertible {
    var allowed: Int
    var forbidden: Int
    var allowedLost: Int
    var forbiddenLeaked: Int

    var description: String {
        "\(allowed) allowed packets, \(allowedLost) lost; \(forbidden) forbidden ones, \(forbiddenLeaked) leaked"
    }
}
