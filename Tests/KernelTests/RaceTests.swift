#if os(Linux)
import HostRuleset
import Netfilter
import Policy
import Synchronization
import TestSupport
import Testing

@testable import Enforcement

extension TimedKernelTests {
    /// Policies put into force in turn, under packets and connections that neither of them lets in.
    ///
    /// A packet takes its rules' generation once, at the hook, and looks into each set by the generation of that moment. So a
    /// transaction that changes two sets, or a set and a chain, would show a packet the old addresses and the new ports.
    @Suite struct RaceTests {
        /// 1,500 replacements a mode with `make test-applies`; 200 often show nothing where something is wrong.
        private static let replacements = Repetitions.count("CARBONWALL_REPLACEMENTS", usual: 300)

        @Test(arguments: RacingPolicies.all)
        func `what both policies forbid never gets in while one replaces the other, and what both allow always does`(
            policies: RacingPolicies
        ) async throws {
            let outcome = try await NetworkNamespace.isolated { try policies.race(Self.replacements) }
            print("\(Self.replacements) replacements, \(policies.name.rawValue): \(outcome)")
            #expect(outcome.forbiddenLeaked == 0)
            #expect(outcome.forbiddenConnections == 0)
            #expect(outcome.allowedLost == 0)
            #expect(outcome.allowedFailed == 0)
            #expect(outcome.forbidden > 10_000 && outcome.connects > 1000 && outcome.allowed > 5000)
        }
    }
}

/// Policies, packets that all of them forbid, and packets that all of them allow.
struct RacingPolicies: Sendable, CustomTestStringConvertible {
    enum Name: String, Sendable {
        /// Addresses and ports change in the same sets.
        case elements
        /// The addresses are a network in a rule, so a chain differs, and ports a set.
        case rules
        /// A port goes from one audience to another, and the sender is in both.
        case move
        /// As `elements`, by `rollback --to`.
        case rollback
        /// Addresses and ports change in turn: each change is in place.
        case steps
    }

    struct Way: Hashable, Sendable {
        var peer: Peer
        var port: UInt16
    }

    let name: Name
    /// The policies, put into force in turn.
    let policies: [HostPolicy]
    /// An administrator of one policy only, to a port of the other only; none where the policies differ otherwise.
    let forbidden: [Way]
    let allowed: Way

    var testDescription: String { name.rawValue }

    static let all = [elements(.elements), rules, move, elements(.rollback), steps]

    private static func elements(_ name: Name) -> RacingPolicies {
        RacingPolicies(
            name: name,
            policies: [
                policy([9443, 9600], for: "10.9.0.5/32", "10.0.1.12/32"),
                policy([9444, 9600], for: "192.168.50.7/32", "10.0.1.12/32"),
            ],
            forbidden: [Way(peer: .admin, port: 9444), Way(peer: .private, port: 9443)],
            allowed: Way(peer: .cluster, port: 9600)
        )
    }

    private static let rules = RacingPolicies(
        name: .rules,
        policies: [
            policy([9443, 9600], for: "10.9.0.0/24", "10.0.1.12/31"),
            policy([9444, 9600], for: "192.168.50.0/24", "10.0.1.12/31"),
        ],
        forbidden: [Way(peer: .admin, port: 9444), Way(peer: .private, port: 9443)],
        allowed: Way(peer: .cluster, port: 9600)
    )

    private static let move = RacingPolicies(
        name: .move,
        policies: [
            policy([9443, 9600], others: [9611], for: "10.9.0.5/32", "10.0.1.12/32"),
            policy([9443], others: [9600, 9611], for: "10.9.0.5/32", "10.0.1.12/32"),
        ],
        forbidden: [Way(peer: .private, port: 9443), Way(peer: .private, port: 9600)],
        allowed: Way(peer: .cluster, port: 9600)
    )

    private static let steps = RacingPolicies(
        name: .steps,
        policies: [
            policy([9443, 9600], for: "10.9.0.5/32", "10.0.1.12/32"),
            policy([9443, 9600], for: "192.168.50.7/32", "10.0.1.12/32"),
            policy([9444, 9600], for: "192.168.50.7/32", "10.0.1.12/32"),
            policy([9443, 9600], for: "192.168.50.7/32", "10.0.1.12/32"),
        ],
        forbidden: [Way(peer: .admin, port: 9444), Way(peer: .private, port: 9445)],
        allowed: Way(peer: .cluster, port: 9600)
    )

    /// Each of `ports` open to administrators at `blocks`, over TCP and UDP; each of `others` to components there.
    private static func policy(_ ports: [Int], others: [Int] = [], for blocks: String...) -> HostPolicy {
        let addresses = AddressSet(blocks.compactMap { try? CIDR($0) })
        let services = [(Audience.admins, ports), (.components, others)].flatMap { audience, ports in
            ports.flatMap { port in
                [Transport.tcp, .udp].map {
                    SamplePolicies.service("\($0.rawValue)-\(port)", port, $0, for: [audience], "a port")
                }
            }
        }
        return HostPolicy(
            title: "race",
            services: services,
            sources: [Source(.admins, addresses), Source(.components, addresses)]
        )
    }
}

extension RacingPolicies {
    /// Puts the policies into force in turn so often, under traffic.
    func race(_ count: Int) throws -> RaceOutcome {
        let host = try FirewalledHost()
        let traffic = try RaceTraffic(self, to: host)
        let replace = try name == .rollback ? rollbacks(on: host, traffic) : changes(on: host, traffic)
        try host.load(gauge)
        try traffic.flood(host) {
            for round in 1...count { try replace(round) }
        }
        return RaceOutcome(try host.counters(ofTable: "gauge"), traffic.counts)
    }

    /// Makes the next one's rules of those that are there, as an apply does.
    private func changes(on host: FirewalledHost, _ traffic: RaceTraffic) throws -> (_ round: Int) throws -> Void {
        let tables = try policies.map { try KernelTable(Ruleset(policy: $0)) }
        try Self.change(host, to: tables[0], traffic)
        return { round in try Self.change(host, to: tables[round % tables.count], traffic) }
    }

    /// The same with tables as a state folder holds them; every tenth time it is the whole verb.
    private func rollbacks(on host: FirewalledHost, _ traffic: RaceTraffic) throws -> (_ round: Int) throws -> Void {
        let applier = try Applier(policies, on: host)
        for _ in policies { try applier.applyNext() }
        let tables = try applier.storedTables()
        return { round in
            let place = round % tables.count
            guard round.isMultiple(of: 10) else { return try Self.change(host, to: tables[place], traffic) }
            try traffic.lettingThrough { try applier.rollBack(to: place + 1) }
        }
    }

    /// There is traffic only around the commit, since planning takes longer in unoptimised code.
    private static func change(_ host: FirewalledHost, to wanted: KernelTable, _ traffic: RaceTraffic) throws {
        try host.inside.perform {
            var socket = try NetlinkSocket()
            let live = try LiveTable(wanted.table.name, from: &socket)
            let batch = try Batch.bringing(live, to: wanted)
            try traffic.lettingThrough {
                Background.sleep(milliseconds: 1)
                try socket.commit(batch, plannedOn: live.generation)
                Background.sleep(milliseconds: 1)
            }
        }
    }

    /// Counts packets before and after the rules under test: those that both policies forbid, and those that both allow.
    private var gauge: String {
        let names = ["allowed_before", "forbidden_before", "allowed_after", "forbidden_after"]
        let counters = names.map { "counter \($0) {\n}\n" }.joined()
        let chains = [("before", -300), ("after", 300)].map { name, priority in
            let ways = [("allowed", allowed)] + forbidden.map { ("forbidden", $0) }
            let rules = ways.flatMap { kind, way in
                ["udp dport \(way.port)", "tcp dport \(way.port) tcp flags & (syn | ack | rst) == syn"].map {
                    "ip saddr \(way.peer.address(.v4)) \($0) counter name \(kind)_\(name)\n"
                }
            }
            return "chain \(name) {\ntype filter hook input priority \(priority); policy accept;\n\(rules.joined())}\n"
        }
        return "table inet gauge {\n\(counters)\(chains.joined())}\n"
    }
}

/// What became of the packets and connections of a race.
struct RaceOutcome: Sendable, CustomStringConvertible {
    var forbidden: Int
    var forbiddenLeaked: Int
    var allowed: Int
    var allowedLost: Int
    /// How many connections were tried that both policies forbid.
    var connects: Int
    /// How many of them were made.
    var forbiddenConnections: Int
    /// How many connections that both policies allow weren't made.
    var allowedFailed: Int

    init(_ packets: [String: Int], _ connections: RaceTraffic.Counts) {
        let count = { packets[$0] ?? 0 }
        forbidden = count("forbidden_before")
        forbiddenLeaked = count("forbidden_after")
        allowed = count("allowed_before")
        allowedLost = count("allowed_before") - count("allowed_after")
        connects = connections.forbidden
        forbiddenConnections = connections.made
        allowedFailed = connections.failed
    }

    var description: String {
        """
        \(forbidden) forbidden packets, \(forbiddenLeaked) leaked; \(allowed) allowed ones, \(allowedLost) lost; \
        \(connects) forbidden connects, \(forbiddenConnections) made; \(allowedFailed) allowed ones failed
        """
    }
}

/// Connections and packets to a host with real listeners.
final class RaceTraffic: Sendable {
    struct Counts: Sendable {
        /// Connections tried that both policies forbid.
        var forbidden = 0
        /// Those of them that were made.
        var made = 0
        /// Connections that both policies allow, and that weren't made without sending anything again.
        var failed = 0
    }

    private let policies: RacingPolicies
    private let forbiddenListeners: [NetworkSocket]
    private let allowedListener: NetworkSocket
    private let state = Mutex(Counts())
    private let isOpen = Atomic(false)

    init(_ policies: RacingPolicies, to host: FirewalledHost) throws {
        self.policies = policies
        allowedListener = try host.inside.perform {
            try NetworkSocket.listener(at: FirewalledHost.v4, port: policies.allowed.port)
        }
        let ports = Set(policies.forbidden.map(\.port)).subtracting([policies.allowed.port])
        forbiddenListeners = try host.inside.perform {
            try ports.map { try NetworkSocket.listener(at: FirewalledHost.v4, port: $0) }
        }
    }

    /// What became of the connections so far.
    var counts: Counts { state.withLock(\.self) }

    /// Lets packets and connections come while `body` runs.
    func lettingThrough(_ body: () throws -> Void) throws {
        isOpen.store(true, ordering: .relaxed)
        defer { isOpen.store(false, ordering: .relaxed) }
        try body()
    }

    /// Tries some connections of each kind, once it may.
    @Sendable private func connect() throws {
        guard isOpen.load(ordering: .relaxed) else { return Background.sleep(milliseconds: 1) }
        var counts = Counts()
        for way in policies.forbidden {
            counts.made += try NetworkSocket.tryConnections(
                40,
                from: way.peer.address(.v4),
                to: FirewalledHost.v4,
                port: way.port,
                within: 0
            )
            counts.forbidden += 40
        }
        let source = policies.allowed.peer.address(.v4)
        let made = try NetworkSocket.tryConnections(
            10,
            from: source,
            to: FirewalledHost.v4,
            port: policies.allowed.port,
            within: 900
        )
        counts.failed += 10 - made
        _ = try allowedListener.acceptAll()
        // What the sender gave up too early to see, its listener has seen.
        for listener in forbiddenListeners { counts.made = max(counts.made, try listener.acceptAll()) }
        state.withLock {
            $0.forbidden += counts.forbidden
            $0.made += counts.made
            $0.failed += counts.failed
        }
    }

    /// Sends packets of each kind while `body` runs, and tries connections, as fast as a thread can while it may, slowly besides.
    func flood(_ host: FirewalledHost, during body: () throws -> Void) throws {
        let ways = policies.forbidden + [policies.allowed]
        let packets = ways.map { way in
            Packet(
                .inbound,
                from: way.peer.address(.v4),
                to: FirewalledHost.v4,
                .ports(.udp, source: 50000, destination: way.port)
            )
        }
        try host.flood(packets, between: connect, during: body)
    }
}
#endif
