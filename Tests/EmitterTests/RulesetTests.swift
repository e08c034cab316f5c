import HostRuleset
import Policy
import TestSupport
import Testing

@Suite struct RulesetTests {
    @Test func `the ruleset decides as the policy does, for 500 random packets to each of 500 random policies`() {
        var random = RandomPolicies(seed: 5)
        var deciding: Set<String> = []
        for _ in 0..<500 {
            let policy = random.policy()
            let interpreter = RulesetInterpreter(Ruleset(policy: policy))
            for _ in 0..<500 {
                let packet = random.packet()
                let decision = policy.decision(for: packet)
                deciding.insert(String("\(decision.rule)".prefix { $0 != "(" }))
                guard interpreter.verdict(for: packet) != decision.verdict else { continue }
                Issue.record("\(decision) for \(packet) under \(policy)")
            }
        }
        #expect(
            deciding.sorted() == [
                "administratorGuard", "dhcpv6Answer", "egress", "established", "finalDrop", "forgedSource",
                "hostEssentials",
                "icmpEssentials", "igmp", "invalid", "loopback", "outsideScope", "service", "unfenced",
            ]
        )
    }

    @Test func `a ruleset for audits drops nothing, and counts and logs on the way`() {
        var random = RandomPolicies(seed: 6)
        for _ in 0..<200 {
            let ruleset = Ruleset(policy: random.policy())
            let interpreter = RulesetInterpreter(ruleset.auditOnly)
            for _ in 0..<50 { #expect(interpreter.verdict(for: random.packet()) == .accept) }
            let rules = zip(ruleset.chains, ruleset.auditOnly.chains).flatMap { zip($0.rules, $1.rules) }
            for (rule, audited) in rules {
                #expect(rule.matches == audited.matches)
                guard rule.statements.contains(.drop) else { continue }
                #expect(audited.statements.count == 2 && audited.statements.last == .accept, "counted, then accepted")
            }
        }
    }

    @Test(arguments: SamplePolicies.all)
    func `a chain whose policy is drop also ends in an explicit drop`(sample: SamplePolicy) {
        for chain in Ruleset(policy: sample.policy).chains where chain.base?.policy == .drop {
            #expect(chain.rules.last?.matches == [])
            #expect(chain.rules.last?.statements.last == .drop)
        }
    }

    @Test func `a packet meets as many rules with 300 ports as with one`() {
        func rules(_ ports: Int) -> [[Int]] {
            let services = (0..<ports).map { port in
                SamplePolicies.service("single", 10_000 + port, for: [.clients, .admins], "single")
            }
            let policy = HostPolicy(title: "ports", services: services)
            return Ruleset(policy: policy).chains.map { $0.rules.map(\.matches.count) }
        }
        #expect(rules(300) == rules(1))
    }

    @Test func `names are unique and every reference has its object`() {
        var random = RandomPolicies(seed: 6)
        for _ in 0..<200 {
            let ruleset = Ruleset(policy: random.policy())
            let (sets, chains) = (ruleset.sets.map(\.name), ruleset.chains.map(\.name))
            #expect(Set(sets).count == sets.count)
            #expect(Set(chains).count == chains.count)
            let rules = ruleset.chains.flatMap(\.rules)
            #expect(Set(rules.flatMap(\.setNames)) == Set(sets.dropFirst()))
            #expect(Set(rules.flatMap(\.jumps)) == Set(ruleset.chains.filter { $0.base == nil }.map(\.name)))
            #expect(Set(rules.flatMap(\.counterNames)) == Set(ruleset.counters.map(\.name)))
        }
    }

    @Test func `ranges that overlap are clipped, ports that are there twice stay once`() throws {
        let services = [
            SamplePolicies.service("a", 100, to: 110, for: [.clients], "first"),
            SamplePolicies.service("b", 105, to: 120, for: [.clients], "second"),
            SamplePolicies.service("c", 108, to: 109, for: [.clients], "inside"),
            SamplePolicies.service("d", 105, for: [.clients], "single"),
            SamplePolicies.service("e", 105, for: [.clients], "again"),
        ]
        let ruleset = Ruleset(policy: HostPolicy(title: "x", services: services))
        let singles = try #require(ruleset.sets.first { $0.name.description == "clients_services" })
        guard case .ports(let once) = singles.elements else {
            Issue.record("wrong kind: \(singles)")
            return
        }
        let clipped = ruleset.chains.flatMap(\.rules).flatMap(\.portRanges)
        #expect(clipped.map(\.ports.description) == ["546", "100-110", "111-120"])
        #expect(once.map(\.comment?.description) == ["apim d 105: single"])
    }

    @Test(arguments: [(1023, nil), (1024, 2048), (1639, 2048), (1640, 4096), (100_000, 131_072), (500_000, 1 << 20)])
    func `a large set says how large, with a quarter more room than it needs`(count: Int, capacity: UInt32?) {
        let v4 = Ruleset.Elements.ipv4([UInt32](repeating: 0, count: count))
        let v6 = Ruleset.Elements.ipv6([UInt128](repeating: 0, count: count))
        #expect(v4.capacity == capacity)
        #expect(v6.capacity == capacity)
    }

    @Test(arguments: [
        (["control-plane"], ["to_control_plane"]),
        (["a-b", "a_b", "a b"], ["to_a_b", "to_a_b_2", "to_a_b_3"]),
        (["", "A", "\"; drop"], ["to_", "to__", "to____drop"]),
        ([String(repeating: "n", count: 1_000)], ["to_" + String(repeating: "n", count: 64)]),
    ])
    func `an egress group's chain has a name that nft can read and no other has`(groups: [String], names: [String]) {
        let egress = groups.map { name in
            EgressGroup(
                name: name,
                destinations: .everything,
                services: [EgressService(TransportPorts(.tcp, .ssh), summary: "")]
            )
        }
        let ruleset = Ruleset(policy: HostPolicy(title: "x", services: [], egress: egress))
        #expect(ruleset.chains.map(\.name.description).filter { $0.hasPrefix("to_") } == names)
    }

    @Test func `the first set holds the policy's digest, and no rule looks into it`() throws {
        let policy = SamplePolicies.apim
        let set = try #require(Ruleset(policy: policy).sets.first)
        #expect(set.name.description == "policy_digest")
        #expect(set.elements == .note(PlainText("sha256:\(policy.digest)")))
    }
}

extension Ruleset.Rule {
    fileprivate var setNames: [ObjectName] {
        matches.compactMap { match in
            switch match {
            case .address(.ipv4Networks(_, _, in: let set)), .address(.ipv6Networks(_, _, in: let set)): set
            case .destinationPort(in: let set): set
            default: nil
            }
        }
    }

    fileprivate var portRanges: [TransportPorts] {
        matches.compactMap { if case .destinationPorts(let target) = $0 { target } else { nil } }
    }

    fileprivate var jumps: [ObjectName] {
        statements.compactMap { if case .jump(let chain) = $0 { chain } else { nil } }
    }

    fileprivate var counterNames: [ObjectName] {
        statements.compactMap { if case .counter(let name) = $0 { name } else { nil } }
    }
}
