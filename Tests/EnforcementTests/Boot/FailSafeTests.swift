import Netfilter
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What is kept of a policy for the case that nothing else of it can be read.
@Suite struct FailSafeTests {
    @Test(arguments: SamplePolicies.all) func `it is read back as it was written`(sample: SamplePolicy) throws {
        let failSafe = FailSafe(sample.policy)
        #expect(try FailSafe(failSafe.bytes) == failSafe)
    }

    @Test func `whatever is cut off or changed is refused`() {
        let bytes = FailSafe(SamplePolicies.apim).bytes
        for length in bytes.indices {
            #expect(throws: StateError.Damage.self) { try FailSafe(Array(bytes[..<length])) }
        }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x20
            #expect(throws: StateError.Damage.self) { try FailSafe(changed) }
        }
    }

    @Test(arguments: SamplePolicies.all)
    func `it lets in whom the policy's guards let in, and no client`(sample: SamplePolicy) throws {
        let failSafe = FailSafe(sample.policy)
        let kept = HostPolicy(title: "", services: [], guards: failSafe.guards, scope: failSafe.scope)
        for family in AddressFamily.allCases {
            for peer in Peer.allCases {
                for port: UInt16 in [22, 2222, 8244, 9444] {
                    let packet = Packet(
                        from: peer.address(family),
                        to: FirewalledHost.address(family),
                        .ports(.tcp, source: 40000, destination: port)
                    )
                    let isGuard =
                        if case .administratorGuard = sample.policy.decision(for: packet).rule { true } else { false }
                    let isOutside = sample.policy.decision(for: packet).rule == .outsideScope
                    #expect((kept.verdict(for: packet) == .accept) == (isGuard || isOutside), "\(peer) at \(port)")
                }
            }
        }
    }

    @Test func `what only counts drops nothing in an emergency`() {
        let failSafe = FailSafe(ApplyRequest(SamplePolicies.apim, isAuditOnly: true))
        #expect(failSafe.scope == .product(fenced: []))
        #expect(!failSafe.locksEverybodyOut)
    }

    @Test func `several together let in whom one lets in, and close what one closes`() throws {
        let hosts = [
            FailSafe(SamplePolicies.productScope), FailSafe(SamplePolicies.apim), FailSafe(SamplePolicies.apim),
        ]
        let union = try #require(FailSafe.union(of: hosts))
        #expect(union.scope == .host)
        #expect(union.guards == FailSafe(SamplePolicies.apim).guards)
        #expect(FailSafe.union(of: []) == nil)
    }

    @Test func `its table says what it is`() throws {
        #expect(try FailSafe.standard.table.table.comment == FailSafe.comment)
    }
}
