import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What is in force after a restart where the confirmed policy can't be loaded, tried with real packets.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip")) struct BootFallbackTests {
    /// How a state folder gets lost.
    enum Damage: String, CaseIterable {
        case batch
        case batchAndState
        case state
        case missingRuleset
        case cutRuleset
        case everything
        case writableByOthers
        case stateWritableByOthers
        case batchBesideAnUntrustedFile

        /// Whether nothing is left that says who the administrators are.
        var losesGuards: Bool { [.missingRuleset, .cutRuleset, .everything, .writableByOthers].contains(self) }

        func apply(to host: BootedHost) throws {
            switch self {
            case .batch: try host.damage("ruleset-1")
            case .batchAndState:
                try host.damage("ruleset-1")
                try host.damage("state")
            case .state: try host.damage("state")
            case .missingRuleset: try ProcessRunner.output(of: ["rm", host.folder.path(of: "ruleset-1")])
            case .cutRuleset:
                try host.folder.write(Array(host.folder.contents(of: "ruleset-1").dropLast(40)), to: "ruleset-1")
            case .everything: for name in ["state", "ruleset-1"] { try host.folder.write([1, 2, 3], to: name) }
            case .stateWritableByOthers: try ProcessRunner.output(of: ["chmod", "0664", host.folder.path(of: "state")])
            case .batchBesideAnUntrustedFile:
                try host.damage("ruleset-1")
                try host.folder.write([1, 2, 3], to: "stray", permissions: 0o664)
                try host.folder.write([1, 2, 3], to: "ruleset-7", permissions: 0o664)
            case .writableByOthers: try ProcessRunner.output(of: ["chmod", "0777", host.folder.path])
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func `administrators come in, and nobody else`(damage: Damage) async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            try host.restart()
            try damage.apply(to: host)
            let failure = try #require(try host.failToBoot())
            #expect(failure.description.contains("the fail-safe lets administrators in (22/tcp) and nobody else"))
            #expect(try host.listing().contains(FailSafe.comment))
            for family in AddressFamily.allCases {
                #expect(try host.isOpen(22, to: .admin, family))
                #expect(try host.isOpen(22, to: .private, family) == damage.losesGuards)
                #expect(try !host.isOpen(22, to: .public, family))
                #expect(try !host.isOpen(9444, to: .admin, family))
                #expect(try !host.isOpen(8244, to: .public, family))
            }
        }
    }

    @Test func `a status that can be read says that it is the fail-safe, and the next apply replaces it`() async throws
    {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            let listing = try host.listing()
            try host.restart()
            try host.damage("ruleset-1")
            _ = try host.failToBoot()
            #expect(try host.status().rules == .failSafe)
            try host.apply(SamplePolicies.apim)
            #expect(try host.listing() == listing)
        }
    }

    @Test func `where the host shall stay open nothing is loaded`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            try host.restart()
            try host.damage("ruleset-1")
            let failure = try #require(try host.failToBoot(.open))
            #expect(failure.description.contains("nothing was instead of it (--fail open)"))
            #expect(try host.isOpen(9444, to: .public))
        }
    }

    @Test(arguments: BootFallback.allCases)
    func `rules that are in force aren't replaced`(fallback: BootFallback) async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.apim)
            let listing = try host.listing()
            try host.damage("state")
            let failure = try #require(try host.failToBoot(fallback))
            #expect(failure.description.contains("the rules that are there stay"))
            #expect(try host.listing() == listing)
        }
    }

    @Test func `a policy that left the rest of the host alone closes the products' ports only`() async throws {
        try await NetworkNamespace.isolated {
            let host = try BootedHost()
            try host.apply(SamplePolicies.productScope)
            try host.restart()
            try host.damage("ruleset-1")
            let failure = try #require(try host.failToBoot())
            #expect(failure.description.contains("leaves the rest of the host alone"))
            #expect(try !host.isOpen(9444, to: .admin))
            #expect(try host.isOpen(80, to: .public))
        }
    }
}
