import Emitters
import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What a plan says of a kernel's table, in network namespaces of their own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct PlanTests {
    private static let policy = SamplePolicies.apim

    /// What would change for `wanted` after `policy` was loaded and `commands` of nft were run.
    private func changes(
        after commands: String...,
        wanted: HostPolicy = Self.policy
    ) async throws -> [String] {
        try await NetworkNamespace.isolated {
            let text = NftablesEmitter.emit(Self.policy, toolVersion: "test")
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            for command in commands {
                try ProcessRunner.output(of: ["nft"] + command.split(separator: " ").map(String.init))
            }
            return try Self.changes(to: wanted)
        }
    }

    private static func changes(to policy: HostPolicy) throws -> [String] {
        var socket = try NetlinkSocket()
        let wanted = try KernelTable(Ruleset(policy: policy))
        let live = try LiveTable(wanted.table.name, from: &socket)
        return Plan(from: live.table, to: wanted).changes.map(\.description)
    }

    @Test func `nothing changes where nft loaded the same policy`() async throws {
        #expect(try await changes().isEmpty)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `nothing changes where a batch wrote the same policy, whatever it is`(seed: UInt64) async throws {
        let changes = try await NetworkNamespace.isolated {
            var policies = RandomPolicies(seed: seed)
            var found: [String] = []
            for _ in 0..<10 {
                let policy = policies.policy()
                var batch = try Batch()
                try batch.replace(with: KernelTable(Ruleset(policy: policy)))
                var socket = try NetlinkSocket()
                try socket.commit(batch)
                found += try Self.changes(to: policy)
            }
            return found
        }
        #expect(changes.isEmpty)
    }

    @Test func `a table that isn't loaded is named with every port`() async throws {
        let changes = try await NetworkNamespace.isolated { try Self.changes(to: Self.policy) }
        #expect(changes.first == "+ table inet carbonwall (it isn't loaded)")
        #expect(changes.contains { $0.hasPrefix("+ 9444/tcp from admins (apim servlet-https 9443+1:") })
    }

    @Test func `a port that moves is removed and added`() async throws {
        var wanted = Self.policy
        let place = try #require(wanted.services.firstIndex { $0.id == "servlet-https" })
        wanted.services[place].ports = try #require(PortRange(9445))
        let changes = try await changes(wanted: wanted)
        #expect(changes.contains { $0.hasPrefix("- 9444/tcp from admins (") })
        #expect(changes.contains { $0.hasPrefix("+ 9445/tcp from components (") })
        #expect(changes.count == 4)
    }

    @Test func `addresses are named by who they are`() async throws {
        var wanted = Self.policy
        let place = try #require(wanted.sources.firstIndex { $0.audience == .admins })
        wanted.sources[place] = Source(.admins, AddressSet([try CIDR("10.9.1.0/24"), try CIDR("fd00:9::/64")]))
        let changes = try await changes(wanted: wanted)
        let detail = "(+10.9.1.0/24, -10.9.0.0/24)"
        #expect(changes == ["~ admins addresses \(detail)", "~ guard addresses \(detail)"])
    }

    @Test(arguments: [
        (["add rule inet carbonwall input tcp dport 23 accept"], "- rule 11 of chain input (tcp dport 23 accept)"),
        (
            ["delete element inet carbonwall admins_services { tcp . 9444 }"],
            "+ 9444/tcp from admins (apim servlet-https"
        ),
        (["add element inet carbonwall admins_services { tcp . 23 }"], "- 23/tcp from admins"),
        (["chain inet carbonwall input { policy accept ; }"], "~ chain input (policy accept becomes drop)"),
        (["delete table inet carbonwall"], "+ table inet carbonwall (it isn't loaded)"),
        (
            ["flush chain inet carbonwall from_admins"],
            "+ rule 1 of chain from_admins (meta l4proto . th dport @admins_services accept)"
        ),
        (["delete element inet carbonwall policy_digest { tcp . 0 }"], "~ the policy's digest"),
        (["add chain inet carbonwall backdoor"], "- chain backdoor"),
        (["add set inet carbonwall extra { type inet_service ; }"], "- set extra"),
        (["add set inet carbonwall extra { type ipv4_addr ; }"], "- set extra"),
        (["add set inet carbonwall extra { type ipv4_addr ; flags timeout ; }"], "- set extra"),
        (["add map inet carbonwall extra { type inet_service : verdict ; }"], "- set extra"),
        (["add counter inet carbonwall extra"], "- counter extra"),
        (["add table inet carbonwall { flags dormant ; }"], "~ table inet carbonwall (it is dormant"),
        (
            ["insert rule inet carbonwall services ip saddr 192.0.2.7 jump from_admins"],
            "~ admins addresses (-192.0.2.7)"
        ),
    ])
    func `what somebody changed by hand is found and named`(commands: [String], expected: String) async throws {
        let command = try #require(commands.first)
        let changes = try await changes(after: command)
        #expect(changes.contains { $0.hasPrefix(expected) }, "found \(changes)")
    }

    @Test func `a rule with a long list is named by its beginning`() async throws {
        let list = (1...100).map { "192.0.2.\($0)" }.joined(separator: ",")
        let changes = try await changes(after: "insert rule inet carbonwall input ip saddr {\(list)} accept")
        #expect(changes.first?.hasPrefix("- rule 1 of chain input (ip saddr { 192.0.2.1, 192.0.2.2, ") == true)
        #expect(changes.first?.hasSuffix("…)") == true && changes.count == 1)
    }

    @Test func `rules that are gone are named in their order`() async throws {
        let changes = try await changes(after: "flush chain inet carbonwall input")
        let rules = changes.compactMap { $0.wholeMatch(of: /\+ rule (\d+) of chain input .*/) }
        let numbers = rules.compactMap { Int($0.1) }
        #expect(numbers == Array(1...numbers.count) && numbers.count > 5)
    }

    /// What would change for `wanted` where the table of `present` is loaded, each an audit or not.
    private static func changes(
        from present: (policy: HostPolicy, isAuditOnly: Bool),
        to wanted: (policy: HostPolicy, isAuditOnly: Bool)
    ) throws -> [String] {
        let old = ApplyRequest(present.policy, isAuditOnly: present.isAuditOnly)
        let new = ApplyRequest(wanted.policy, isAuditOnly: wanted.isAuditOnly)
        return try Plan(from: KernelTable(old.ruleset), to: KernelTable(new.ruleset), of: new).changes.map(
            \.description
        )
    }

    @Test(arguments: SamplePolicies.all) func `an audit that ends, or begins, is one change`(sample: SamplePolicy)
        throws
    {
        let (drops, audits) = ((sample.policy, false), (sample.policy, true))
        let end = "~ what no rule allows (it is dropped instead of only counted and logged)"
        #expect(try Self.changes(from: audits, to: drops) == [end])
        let start = "~ what no rule allows (it is counted, logged and let through instead of dropped)"
        #expect(try Self.changes(from: drops, to: audits) == [start])
        #expect(try Self.changes(from: audits, to: audits).isEmpty)
    }

    @Test func `what else changes with the end of an audit is named as without one`() throws {
        var wanted = Self.policy
        let place = try #require(wanted.services.firstIndex { $0.id == "servlet-https" })
        wanted.services[place].ports = try #require(PortRange(9445))
        let changes = try Self.changes(from: (Self.policy, true), to: (wanted, false))
        #expect(try changes.dropFirst() == Self.changes(from: (Self.policy, false), to: (wanted, false))[...])
        #expect(changes.count == 5)
    }

    @Test func `another scope says what becomes of all other traffic, also at the end of an audit`() throws {
        var product = Self.policy
        product.scope = .product(fenced: Self.policy.services.map { TransportPorts($0.transport, $0.ports) })
        let others = "~ what is none of the products' own ports"
        let narrowed = "\(others) (it passes, whatever was decided about it before: --scope product)"
        #expect(try Self.changes(from: (Self.policy, false), to: (product, false)).contains(narrowed))
        #expect(try Self.changes(from: (Self.policy, true), to: (product, false)).contains(narrowed))
        let widened = "\(others) (it passes no more unless a rule opens it: --scope host)"
        #expect(try Self.changes(from: (product, false), to: (Self.policy, false)).contains(widened))
        #expect(try !Self.changes(from: (product, true), to: (product, false)).contains { $0.hasPrefix(others) })
    }

    @Test func `a changed priority is found`() async throws {
        let changes = try await NetworkNamespace.isolated {
            let text = NftablesEmitter.emit(Self.policy, toolVersion: "test")
            let moved = text.replacing("priority filter - 5", with: "priority filter + 5")
            try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(moved.utf8))
            return try Self.changes(to: Self.policy)
        }
        #expect(changes == ["~ chain input (priority 5 becomes -5)"])
    }
}
