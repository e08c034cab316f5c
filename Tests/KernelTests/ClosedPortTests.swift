import Emitters
import Policy
import TestSupport
import Testing

/// What `--reject` tells whom: private sources that a port is closed, and everybody else nothing.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip"))
struct ClosedPortTests {
    /// What loads the rules.
    enum Loader: Sendable, CustomTestStringConvertible {
        case nft
        case script(IptablesKind)

        static var working: [Loader] {
            get async {
                [.nft] + (ProcessRunner.finds("iptables-restore") ? await IptablesKind.working.map(Loader.script) : [])
            }
        }

        var testDescription: String {
            switch self {
            case .nft: "nft"
            case .script(let kind): "\(kind)"
            }
        }

        func load(_ policy: HostPolicy, on host: FirewalledHost) throws {
            switch self {
            case .nft: try host.load(NftablesEmitter.emit(policy, toolVersion: "0"))
            case .script(let kind):
                try host.start(IptablesEmitter.script(policy, toolVersion: "0"), on: ScriptHost(kind))
            }
        }
    }

    /// What became of tries to reach closed ports.
    private struct Outcome: Hashable, Sendable {
        var peer: Peer
        var family: AddressFamily
        var isRefused: Bool
        /// ICMP's or ICMPv6's "destination unreachable" for a datagram.
        var isToldUnreachable: Bool
    }

    @Test(
        arguments: await Loader.working,
        [(HostPolicy.Scope.host, false), (.host, true), (.product(fenced: []), false)]
    )
    func `a private source is refused at a closed port, a public one hears nothing`(
        loader: Loader,
        kind: (scope: HostPolicy.Scope, isFenced: Bool)
    ) async throws {
        let (scope, isFenced) = kind
        var policy = try TestedHost.apim.policy()
        policy.rejects = true
        if scope != .host {
            policy.scope = .product(fenced: [TransportPorts(.tcp, try #require(PortRange(4711))), .init(.udp, .ssh)])
        }
        // Who is fenced may send no reset, which belongs to no connection.
        if isFenced { policy.egress = [] }
        let loaded = policy
        let found = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try loader.load(loaded, on: host)
            return try [Peer.private, .public].flatMap { peer in
                try AddressFamily.allCases.map { family in
                    Outcome(
                        peer: peer,
                        family: family,
                        // The kernel only notes an ICMP error that comes while connect() still sends, as over a pair of
                        // interfaces; the SYN that it sends again a second later is refused.
                        isRefused: try host.refuses(
                            peer.address(family),
                            family,
                            port: 4711,
                            within: isFenced ? 2500 : 300
                        ),
                        isToldUnreachable: try host.tellsUnreachable(peer.address(family), family, port: 22)
                    )
                }
            }
        }
        let expected = [(Peer.private, true), (.public, false)].flatMap { peer, isTold in
            AddressFamily.allCases.map {
                Outcome(peer: peer, family: $0, isRefused: isTold, isToldUnreachable: isTold)
            }
        }
        #expect(found == expected)
    }

    @Test(arguments: await Loader.working, AddressFamily.allCases)
    func `one ping that repeats itself is limited like many`(loader: Loader, family: AddressFamily) async throws {
        let policy = try TestedHost.apim.policy()
        let passed = try await NetworkNamespace.isolated {
            let host = try FirewalledHost()
            try loader.load(policy, on: host)
            let content: Packet.Content = family == .v4 ? .icmp(8) : .icmpv6(128)
            var ping = Packet.inbound(.public, family)
            ping.content = content
            // The first ones are answered, so that the rest belong to a connection.
            return try host.passing(2, of: ping) + host.passing(998, of: ping)
        }
        // A burst of 100, and 50 a second.
        #expect((100..<400).contains(passed))
    }
}

extension FirewalledHost {
    /// Whether a connection from `source` is refused in this time.
    fileprivate func refuses(
        _ source: IPAddress,
        _ family: AddressFamily,
        port: UInt16,
        within milliseconds: Int32
    ) throws -> Bool {
        try outside.perform {
            do {
                _ = try NetworkSocket.connection(
                    from: source,
                    to: Self.address(family),
                    port: port,
                    within: milliseconds
                )
                return false
            } catch let error as SystemError {
                return "\(error)".contains("refused")
            }
        }
    }

    /// Whether a datagram from `source` is answered by an ICMP error.
    fileprivate func tellsUnreachable(_ source: IPAddress, _ family: AddressFamily, port: UInt16) throws -> Bool {
        try outside.perform {
            let before = try Self.unreachablesHeard(family)
            let socket = try NetworkSocket.datagrams(at: source)
            try socket.send([1], to: Self.address(family), port: port)
            for _ in 1...30 {
                if try Self.unreachablesHeard(family) > before { return true }
                try ProcessRunner.output(of: ["sleep", "0.01"])
            }
            return false
        }
    }

    /// How many errors the calling thread's network namespace has heard.
    private static func unreachablesHeard(_ family: AddressFamily) throws -> Int {
        switch family {
        case .v4:
            let lines = try ProcessRunner.output(of: ["cat", "/proc/net/snmp"]).split(separator: "\n")
            let rows = lines.filter { $0.hasPrefix("Icmp: ") }.map { $0.split(separator: " ") }
            guard rows.count == 2, let place = rows[0].firstIndex(of: "InDestUnreachs") else { return 0 }
            return Int(rows[1][place]) ?? 0
        case .v6:
            let lines = try ProcessRunner.output(of: ["cat", "/proc/net/snmp6"]).split(separator: "\n")
            let row = lines.first { $0.hasPrefix("Icmp6InDestUnreachs") }
            return row.flatMap { $0.split(whereSeparator: \.isWhitespace).last }.flatMap { Int($0) } ?? 0
        }
    }
}
