import Policy
import TestSupport
import Testing

/// What becomes of connections that stand when `carbonwall apply` changes the rules.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip")) struct ConnectionsTests {
    private static let port: UInt16 = 8290
    private static let closed = ManagedHost.selection + ["--from", "clients=10.0.0.0/8"]
    private static let outsider = Peer.public.address(.v4)

    /// A server that talks, and a host that only listens to it, whose first rules take the next packet for a new connection's.
    @Test func `a stream that the other side sends loses no packet when a host gets its first rules`() async throws {
        let (result, lost, isDone) = try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            let broker = try NetworkSocket.listener(at: Self.outsider, port: 5672)
            let subscription = try wire.inside.perform {
                try NetworkSocket.connection(from: FirewalledHost.v4, to: Self.outsider, port: 5672)
            }
            let push = try broker.accept()
            let result = try Background.repeating {
                try push.send([1])
                Background.sleep(milliseconds: 2)
            } during: {
                let result = try wire.inside.perform { try host.run("apply", ManagedHost.selection) }
                Background.sleep(milliseconds: 300)
                return result
            }
            try? Patience.wait(seconds: 2, for: "acknowledgements") { try push.unacknowledged == 0 }
            defer { withExtendedLifetime(subscription) {} }
            return (result, try push.retransmissions, try push.unacknowledged == 0)
        }
        #expect(result.status == .exited(0), "\(result.errors)")
        #expect(lost == 0 && isDone)
    }

    @Test func `a connection that egress rules forbid isn't kept`() async throws {
        let isDone = try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            let broker = try NetworkSocket.listener(at: Self.outsider, port: 5672)
            let subscription = try wire.inside.perform {
                try NetworkSocket.connection(from: FirewalledHost.v4, to: Self.outsider, port: 5672)
            }
            let push = try broker.accept()
            try wire.inside.perform { _ = try host.apply(ManagedHost.selection + ["--egress"]) }
            try push.send([1])
            Background.sleep(milliseconds: 300)
            defer { withExtendedLifetime(subscription) {} }
            return try push.unacknowledged == 0
        }
        #expect(!isDone)
    }

    /// A server that pushes, and a client that only listens to it: with `nf_conntrack_tcp_loose` 0 the first rules would find every
    /// packet of theirs invalid.
    @Test func `a connection that others have opened loses no packet either, where tracking takes up none`()
        async throws
    {
        let lost = try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            let listener = try wire.inside.perform {
                try NetworkSocket.listener(at: FirewalledHost.v4, port: Self.port)
            }
            let client = try NetworkSocket.connection(from: Self.outsider, to: FirewalledHost.v4, port: Self.port)
            let server = try listener.accept()
            try wire.inside.perform {
                // Tracking has this setting once it is there.
                try host.nft("add", "table", "inet", "tracking")
                try host.nft("add", "chain", "inet", "tracking", "none", "{ type filter hook input priority 0; }")
                try host.nft("add", "rule", "inet", "tracking", "none", "ct", "state", "invalid", "counter")
                try SystemControl.set("net/netfilter/nf_conntrack_tcp_loose", to: "0")
                try host.nft("delete", "table", "inet", "tracking")
                _ = try host.apply()
            }
            try server.send([1])
            try client.send([1])
            try? Patience.wait(seconds: 2, for: "acknowledgements") {
                try server.unacknowledged == 0 && client.unacknowledged == 0
            }
            return try (server.unacknowledged, client.unacknowledged)
        }
        #expect(lost == (0, 0))
    }

    @Test func `a connection of which one way is closed is cut like any other`() async throws {
        let arrives = try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            let listener = try wire.inside.perform {
                try NetworkSocket.listener(at: FirewalledHost.v4, port: Self.port)
            }
            try wire.inside.perform { _ = try host.apply() }
            let client = try NetworkSocket.connection(from: Self.outsider, to: FirewalledHost.v4, port: Self.port)
            let server = try listener.accept()
            try client.endSending()
            Background.sleep(milliseconds: 50)
            let arrives = { (try? server.send([1])) != nil && (try? client.receive()) == [1] }
            let before = arrives()
            try wire.inside.perform { _ = try host.apply(Self.closed + ["--cut", "--force"]) }
            return [before, arrives()]
        }
        #expect(arrives == [true, false])
    }

    private struct Outcome: Sendable {
        let first: ProcessResult
        let second: ProcessResult
        /// Whether the outsider's connection goes on after each.
        let goesOn: [Bool]
        /// Whether each of the others goes on after the second.
        let othersGoOn: [Bool]
    }

    /// Closes a port to an outsider who is connected to it, beside `others`, and then applies the same with `arguments`.
    private static func close(besides others: Int, _ arguments: [String]) async throws -> Outcome {
        try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            let link = host.folder.file("sshd")
            try ProcessRunner.output(of: ["ln", "-s", Locations.program("enforcement-probe"), link])
            let server = try wire.inside.perform { try RunningProcess([link, "22"]) }
            try server.waitForOutput("listening")
            defer { withExtendedLifetime(server) {} }
            let listener = try wire.inside.perform { try NetworkSocket.listener(at: FirewalledHost.v4, port: port) }
            try wire.inside.perform { _ = try host.apply() }
            var accepted: [NetworkSocket] = []
            let connect = { (source: IPAddress) in
                let connection = try NetworkSocket.connection(from: source, to: FirewalledHost.v4, port: port)
                accepted.append(try listener.accept())
                return connection
            }
            let forbidden = try connect(outsider)
            let allowed = try (0..<others).map { _ in try connect(Peer.cluster.address(.v4)) }
            let goesOn = { (connection: NetworkSocket) in
                guard (try? connection.send([1])) != nil else { return false }
                return (try? Patience.wait(seconds: 1, for: "an answer") { try connection.unacknowledged == 0 }) != nil
                    && (try? connection.send([1])) != nil
            }
            let first = try wire.inside.perform { try host.run("apply", closed) }
            let before = goesOn(forbidden)
            let second = try wire.inside.perform { try host.run("apply", closed + arguments) }
            let after = goesOn(forbidden)
            return Outcome(
                first: first,
                second: second,
                goesOn: [before, after],
                othersGoOn: allowed.map(goesOn)
            )
        }
    }

    @Test func `connections that the rules forbid are named, and cut if that is asked for, and no others`() async throws
    {
        let others = Repetitions.count("CARBONWALL_CONNECTIONS", usual: 300)
        let outcome = try await Self.close(besides: others, ["--cut"])
        #expect(
            outcome.first.errors.contains(
                "a connection goes on though the rules forbid new ones: from \(Self.outsider), \(Self.port)/tcp"
            )
        )
        #expect(outcome.second.output.contains("1 connection that it forbids was ended"))
        #expect(outcome.second.status == .exited(0), "\(outcome.second.errors)")
        #expect(outcome.goesOn == [true, false])
        #expect(outcome.othersGoOn.count == others && !outcome.othersGoOn.contains(false))
    }

    @Test func `datagrams of a sender who lost access no longer pass after a cut`() async throws {
        let arrivals = try await NetworkNamespace.isolated {
            let (wire, host) = (try FirewalledHost(), try ManagedHost())
            let selection = ManagedHost.selection + ["--keep", "22/tcp", "--keep", "5140/udp@"]
            let server = try wire.inside.perform { try NetworkSocket.datagrams(at: FirewalledHost.v4, port: 5140) }
            let sender = try NetworkSocket.datagrams(at: Self.outsider, port: 5141)
            let arrives = { (byte: UInt8) in
                try sender.send([byte], to: FirewalledHost.v4, port: 5140)
                return (try? server.receive()) == [byte]
            }
            let apply = { (address: String, arguments: [String]) in
                let way = selection.dropLast() + ["5140/udp@\(address)"]
                _ = try wire.inside.perform { try host.apply(Array(way) + arguments) }
            }
            try apply("\(Self.outsider)", [])
            // An apply on a busy machine may take longer than the kernel's 30 seconds.
            try wire.inside.perform { try SystemControl.set("net/netfilter/nf_conntrack_udp_timeout", to: "600") }
            var arrivals = [try arrives(1)]
            try server.send([1], to: Self.outsider, port: 5141)
            try apply("10.0.0.1", [])
            arrivals.append(try arrives(2))
            try apply("10.0.0.1", ["--cut"])
            return arrivals + [try arrives(3)]
        }
        #expect(arrivals == [true, true, false])
    }

    @Test func `nothing can be cut by an audit`() async throws {
        let result = try ManagedHost().run("apply", ManagedHost.selection + ["--audit-only", "--cut"])
        #expect(result.status == .exited(64))
    }
}
