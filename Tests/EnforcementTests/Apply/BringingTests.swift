import Emitters
import Enforcement
import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

/// Changes from what is loaded to what is wanted leave exactly what `nft -f` of the wanted leaves.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct BringingTests {
    /// A thousand pairs with `make test-applies`.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `whatever was loaded before, all of it lists as after nft -f`(seed: UInt64) async throws {
        try await NetworkNamespace.isolated {
            var policies = RandomPolicies(seed: seed)
            var policy = policies.policy()
            try Kernel.load(policy)
            for round in 0..<Repetitions.count("CARBONWALL_POLICIES", usual: 10) {
                policy = round.isMultiple(of: 3) ? policies.policy() : policies.neighbour(of: policy)
                try Kernel.bring(to: policy)
                let brought = try Kernel.listing()
                try Kernel.load(policy)
                let loaded = try Kernel.listing()
                #expect(brought == loaded, "seed \(seed), round \(round)")
            }
        }
    }

    @Test(arguments: Drift.all)
    func `what somebody changed by hand is mended`(_ drift: Drift) async throws {
        try await NetworkNamespace.isolated {
            try Kernel.load(SamplePolicies.everything)
            let loaded = try Kernel.listing()
            for command in drift.commands { try ProcessRunner.output(of: ["nft", command]) }
            #expect((try? Kernel.listing()) != loaded)
            let kinds = try Kernel.bring(to: SamplePolicies.everything)
            #expect(try Kernel.listing() == loaded)
            #expect(kinds == drift.mendedBy)
        }
    }

    @Test func `nothing is sent where nothing differs`() async throws {
        try await NetworkNamespace.isolated {
            try Kernel.load(SamplePolicies.everything)
            #expect(try Kernel.bring(to: SamplePolicies.everything).isEmpty)
        }
    }

    @Test func `many addresses come and go without any other being touched`() async throws {
        try await NetworkNamespace.isolated {
            try Kernel.load(SamplePolicies.crowd(1500))
            var policy = SamplePolicies.crowd(1510)
            let removed = AddressSet([try CIDR("10.0.0.0/24"), try CIDR("fd00::/120")])
            let place = try #require(policy.sources.firstIndex { $0.audience == .admins })
            policy.sources[place].addresses = policy.sources[place].addresses.subtracting(removed)
            let batch = try Kernel.batch(to: policy)
            #expect(batch.serialized.messageKinds == [.addElements, .deleteElements])
            #expect(batch.serialized.count < 8000)
            try Kernel.commit(batch)
            let brought = try Kernel.listing()
            try Kernel.load(policy)
            #expect(try Kernel.listing() == brought)
        }
    }
}

/// What somebody does by hand, and the kinds of messages that mend it.
struct Drift: Sendable, CustomTestStringConvertible {
    let commands: [String]
    let mendedBy: Set<ChangeKind>

    var testDescription: String { commands.joined(separator: "; ") }

    static let all = [
        Drift(["delete element inet carbonwall admins_services { tcp . 9444 }"], [.addElements]),
        Drift(["add element inet carbonwall admins_services { tcp . 23 }"], [.deleteElements]),
        Drift(
            [
                "delete element inet carbonwall admins_services { tcp . 9444 }",
                "add element inet carbonwall admins_services { tcp . 9444 comment \"mine\" }",
            ],
            [.addElements, .deleteElements]
        ),
        Drift(["flush set inet carbonwall policy_digest"], [.addElements]),
        Drift(
            ["add element inet carbonwall admins_services { tcp . 23 }", "flush set inet carbonwall policy_digest"],
            [.addElements, .deleteElements]
        ),
        Drift(
            [
                "add element inet carbonwall admins_services { tcp . 23 }",
                "delete element inet carbonwall cluster_services { udp . 45564 }",
            ],
            .replacement
        ),
        Drift(["add quota inet carbonwall monthly { over 1000 mbytes }"], .replacement),
        Drift(["add limit inet carbonwall few { rate 3/second }"], .replacement),
        Drift(["add rule inet carbonwall input tcp dport 23 accept"], .replacement),
        Drift(["insert rule inet carbonwall services ip saddr 192.0.2.7 accept"], .replacement),
        Drift(["insert rule inet carbonwall input iifname { \"eth7\", \"eth8\" } accept"], .replacement),
        Drift(["flush chain inet carbonwall from_admins"], .replacement),
        Drift(
            ["flush chain inet carbonwall from_admins", "flush set inet carbonwall admins_services"],
            .replacement
        ),
        Drift(["chain inet carbonwall input { policy accept; }"], .replacement),
        Drift(["add chain inet carbonwall backdoor"], .replacement),
        Drift(["add set inet carbonwall extra { type inet_service; }"], .replacement),
        Drift(["add counter inet carbonwall extra"], .replacement),
        Drift(["add table inet carbonwall { flags dormant; }"], .replacement),
        Drift(
            [
                "delete table inet carbonwall",
                "table inet carbonwall { chain input { type filter hook input priority 0; accept; }; }",
            ],
            .replacement
        ),
        Drift(["delete table inet carbonwall"], .creation),
    ]

    private init(_ commands: [String], _ mendedBy: Set<ChangeKind>) {
        self.commands = commands
        self.mendedBy = mendedBy
    }
}
