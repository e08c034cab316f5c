import TestSupport
import Testing

/// `carbonwall apply` on hosts to which somebody is connected over SSH.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip")) struct LockoutCommandTests {
    /// What `act` returns on a host, after `prepare`, while somebody at a public address is connected to a program called sshd on
    /// 2222/tcp.
    private static func connected<Prepared, Value>(
        after prepare: (ManagedHost) throws -> Prepared,
        _ act: (ManagedHost, Prepared) throws -> Value
    ) throws -> Value {
        let wire = try FirewalledHost()
        let host = try ManagedHost()
        let link = host.folder.file("sshd")
        try ProcessRunner.output(of: ["ln", "-s", Locations.program("enforcement-probe"), link])
        let prepared = try wire.inside.perform { try prepare(host) }
        let server = try wire.inside.perform { try RunningProcess([link, "2222"]) }
        try server.waitForOutput("listening")
        let source = Peer.public.address(.v4)
        let session = try NetworkSocket.connection(from: source, to: FirewalledHost.v4, port: 2222)
        defer { withExtendedLifetime((server, session)) {} }
        return try wire.inside.perform { try act(host, prepared) }
    }

    /// Applies with `arguments`.
    private static func apply(_ arguments: [String]) async throws -> (result: ProcessResult, listing: String) {
        try await NetworkNamespace.isolated {
            try connected(after: { _ in }) { host, _ in
                (try host.run("apply", ManagedHost.selection + arguments), try host.listing())
            }
        }
    }

    /// Applies with each of `policies` before anybody is connected, then goes back with `arguments`.
    private static func goBack(
        _ policies: [[String]],
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) async throws -> (result: ProcessResult, isBack: Bool) {
        try await NetworkNamespace.isolated {
            try connected(after: { host in try policies.map { try host.apply(ManagedHost.selection + $0) } }) {
                (try $0.run("rollback", arguments, environment: environment), try $0.listing() == $1.first)
            }
        }
    }

    private static let way = ["--keep", "2222/tcp@\(peer)"]

    @Test func `a rollback that would lock out who is connected is refused, and can be forced`() async throws {
        let (refused, isBack) = try await Self.goBack([[], Self.way], [])
        #expect(refused.status == .exited(1))
        #expect(
            refused.errorLines.first
                == "carbonwall: error: \(Self.peer), connected to 2222/tcp through eth0, couldn't connect again"
        )
        #expect(refused.errors.contains("error: nothing was changed\n  hint: --force does it nevertheless\n"))
        #expect(!isBack)
        let (forced, isBackThen) = try await Self.goBack([[], Self.way], ["--force"])
        #expect(forced.status == .exited(0) && isBackThen)
        #expect(forced.errors.hasPrefix("carbonwall: warning: \(Self.peer), connected to 2222/tcp"))
    }

    @Test func `a rollback under which everybody could come back says nothing`() async throws {
        let result = try await Self.goBack([Self.way, Self.way + ["--from", "clients=10.0.0.0/8"]], []).result
        #expect(result.output == "policy 1 is in force: mi:10\n")
        #expect(result.errors.isEmpty)
    }

    @Test func `what answers a confirmation goes back whatever comes of it, and says so`() async throws {
        let (result, isBack) = try await Self.goBack([[], Self.way + ["--confirm", "600"]], [])
        #expect(result.status == .exited(0) && isBack)
        #expect(result.errors.hasPrefix("carbonwall: warning: \(Self.peer), connected to 2222/tcp"))
    }

    @Test func `another policy than the one before it is no such answer, and has to let everybody back`() async throws {
        let (result, isBack) = try await Self.goBack([[], Self.way, Self.way + ["--confirm", "600"]], ["--to", "1"])
        #expect(result.status == .exited(1) && !isBack)
        #expect(result.errors.hasPrefix("carbonwall: error: \(Self.peer), connected to 2222/tcp"))
    }

    @Test func `what couldn't be found out about who is connected is said by a rollback, too`() async throws {
        let policies = [Self.way, Self.way + ["--from", "clients=10.0.0.0/8"]]
        let result = try await Self.goBack(policies, [], ["SSH_CONNECTION": "nonsense"]).result
        #expect(result.errors.contains("SSH_CONNECTION is 'nonsense', which no sshd writes"))
    }

    private static let peer = "\(Peer.public.address(.v4))"

    @Test func `who is connected and couldn't come back is a refusal that names them and the flag`() async throws {
        let (result, listing) = try await Self.apply([])
        #expect(result.status == .exited(1))
        #expect(
            result.errorLines.first
                == "carbonwall: error: \(Self.peer), connected to 2222/tcp through eth0, couldn't connect again"
        )
        #expect(result.errorLines.dropFirst().first?.contains("--keep 2222/tcp@\(Self.peer)") == true)
        #expect(result.errors.contains("error: nothing was changed\n  hint: --force does it nevertheless\n"))
        #expect(listing.isEmpty)
    }

    @Test(arguments: [["--force"], ["--audit-only"]])
    func `the refusal becomes a warning where it is forced, or nothing is dropped`(flag: [String]) async throws {
        let (result, listing) = try await Self.apply(flag)
        #expect(result.status == .exited(0))
        #expect(result.errors.contains("warning: \(Self.peer), connected to 2222/tcp"))
        #expect(!listing.isEmpty)
    }

    @Test func `the flag that the refusal names is enough`() async throws {
        let (result, listing) = try await Self.apply(["--keep", "2222/tcp@\(Self.peer)"])
        #expect(result.status == .exited(0), "\(result.errors)")
        #expect(!listing.isEmpty)
    }

    @Test func `the session that the environment tells of counts, too`() async throws {
        let (refused, applied) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let session = { (address: String) in ["SSH_CONNECTION": "\(address) 50000 10.0.1.11 22"] }
            return (
                try host.run("apply", ManagedHost.selection, environment: session("203.0.113.9")),
                try host.run("apply", ManagedHost.selection, environment: session("10.9.0.7"))
            )
        }
        #expect(refused.status == .exited(1))
        #expect(refused.errors.contains("error: 203.0.113.9, connected to 22/tcp"))
        #expect(refused.errors.contains("--keep 22/tcp@203.0.113.9"))
        #expect(applied.status == .exited(0), "\(applied.errors)")
    }
}
