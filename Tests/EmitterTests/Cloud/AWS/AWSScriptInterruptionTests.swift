import Emitters
import Policy
import TestSupport
import Testing

/// The script of a change, run against a model of AWS: what stays allowed is never refused, what neither policy allows never passes,
/// and a run that was interrupted at any call is finished by the next one.
@Suite(.needs(program: "python3")) struct AWSScriptInterruptionTests {
    private static let many = SecurityGroupLimits(rules: 12, groups: 5)

    /// SSH from the addresses 203.0.113.N, every other one, and 9443 beside 9444 from one network.
    private static func document(_ hosts: ClosedRange<Int>, _ ports: [Int], old: SecurityGroupDocument? = nil) throws
        -> SecurityGroupDocument
    {
        var policy = SamplePolicies.bare
        policy.services = ports.map { SamplePolicies.service("port\($0)", $0, for: [.components], "a port") }
        policy.sources = [
            Source(.admins, AddressSet(try hosts.map { try CIDR("203.0.113.\(2 * $0)") })),
            Source(.components, AddressSet([try CIDR("10.9.0.0/24")])),
        ]
        policy = HostPolicy(
            title: "change",
            services: policy.services,
            sources: policy.sources,
            guards: [.ssh],
            egress: []
        )
        let emitter = AWSEmitter(splits: true, limits: Self.many, old: old)
        return SecurityGroupDocument(groups: try emitter.groups(CloudDeployment(policy), for: "aws"))
    }

    private static func script(_ document: SecurityGroupDocument, from old: SecurityGroupDocument) throws -> String {
        let changes = try SecurityGroupChanges(from: old, to: document, limits: many)
        return AWSScript.text(of: changes, to: document, toolVersion: "1.0.0")
    }

    /// A model in which `document` is in force for one machine.
    private static func model(of document: SecurityGroupDocument) throws -> FakeAWS {
        let aws = try FakeAWS()
        let made = try aws.run(AWSScript.text(making: document, toolVersion: "1.0.0"))
        #expect(made.succeeded, "\(made.errors)")
        try aws.attach(document.groups.map(\.name), to: "eni-1")
        return aws
    }

    @Test(arguments: [false, true]) func `interrupted at any call and run again, it ends right`(isMade: Bool) throws {
        let old = try Self.document(0...7, [9443])
        let new = try Self.document(2...9, [9443, 9444], old: old)
        let script = try Self.script(new, from: old)
        let (before, after) = (old.connections, new.connections)
        for last in 1... {
            let aws = try Self.model(of: old)
            let start = try aws.history().count
            let calls = try aws.calls()
            let result = try aws.run(script, last: calls + last, isMade: isMade)
            if result.succeeded { break }
            #expect(result.status == .exited(1), "\(result.errors)")
            let again = try aws.run(script)
            #expect(again.succeeded, "after call \(last): \(again.errors)")
            let history = try aws.history().dropFirst(start).map(\.connections)
            #expect(history.allSatisfy { $0.isSuperset(of: before.intersection(after)) }, "after call \(last)")
            #expect(history.allSatisfy { $0.isSubset(of: before.union(after)) }, "after call \(last)")
            #expect(history.last == after)
            #expect(last < 40)
        }
    }

    @Test func `a further group has to be attached before anything is taken away`() throws {
        let old = try Self.document(0...10, [9443])
        let new = try Self.document(1...15, [9443], old: old)
        #expect(new.groups.map(\.name) == ["carbonwall", "carbonwall-2"])
        let aws = try Self.model(of: old)
        let script = try Self.script(new, from: old)
        let first = try aws.run(script)
        #expect(first.status == .exited(2) && first.errors.contains("attach") && first.errors.contains("eni-1"))
        #expect(try aws.history().allSatisfy { $0.connections == old.connections })
        try aws.attach(new.groups.map(\.name), to: "eni-1")
        let second = try aws.run(script)
        #expect(second.succeeded, "\(second.errors)")
        #expect(try aws.history().last?.connections == new.connections)
    }

    @Test func `a group that machines have is not deleted, and keeps its rules`() throws {
        let old = try Self.document(0...3, [9443])
        let none = SecurityGroupDocument(groups: [])
        let aws = try Self.model(of: old)
        let script = try Self.script(none, from: old)
        let result = try aws.run(script)
        #expect(result.status == .exited(2) && result.errors.contains("detach") && result.errors.contains("eni-1"))
        #expect(try aws.history().allSatisfy { $0.connections == old.connections })
    }
}

extension SecurityGroupDocument {
    /// Single ports from single blocks that the groups let in.
    fileprivate var connections: Set<String> {
        Set(
            groups.flatMap { group in
                group.rules.ingress.flatMap { rule in
                    ((rule.fromPort ?? 0)...(rule.toPort ?? 0)).map { "\($0) \(rule.peer.block)" }
                }
            }
        )
    }
}

extension SecurityGroupPeer {
    fileprivate var block: String {
        switch self {
        case .ipv4(let text), .ipv6(let text), .groupName(let text), .groupID(let text): text
        }
    }
}

extension Set<String> {
    /// The same of the model's rules `ingress tcp 9443-9444 10.9.0.0/24`.
    fileprivate var connections: Set<String> {
        Set(
            flatMap { line in
                let words = line.split(separator: " ")
                guard words.count == 4, words[0] == "ingress" else { return [String]() }
                let ports = words[2].split(separator: "-").compactMap { Int($0) }
                return ports.count == 2 ? (ports[0]...ports[1]).map { "\($0) \(words[3])" } : []
            }
        )
    }
}
