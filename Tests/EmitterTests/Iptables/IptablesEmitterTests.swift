import Emitters
import Policy
import TestSupport
import Testing

@Suite struct IptablesEmitterTests {
    private func script(_ policy: HostPolicy, version: String = "1.2.3") throws -> String {
        try IptablesEmitter.script(policy, toolVersion: version)
    }

    private func lines(_ policy: HostPolicy) throws -> [Substring] {
        try ScriptData(script(policy)).rules4.split(separator: "\n")
    }

    @Test func `IPv4's rules are in the order in which a packet is decided`() throws {
        let input = try lines(SamplePolicies.everything).filter { $0.hasPrefix("-A CARBONWALL-INPUT ") }
        let digest = SamplePolicies.everything.digest
        let chatter =
            "-m addrtype --dst-type BROADCAST,MULTICAST -m comment --comment \"a network's chatter, unlogged\" -j DROP"
        #expect(
            input.map { $0.dropFirst("-A CARBONWALL-INPUT ".count) } == [
                "-m comment --comment \"carbonwall policy sha256:\(digest)\"",
                "-i lo -j ACCEPT",
                "-p icmp -j CARBONWALL-ICMP-ESSENTIALS",
                "-m conntrack --ctstate ESTABLISHED -j ACCEPT",
                "-m conntrack --ctstate INVALID -j DROP",
                "-s 10.9.0.0/24 -j CARBONWALL-GUARD",
                "-s 192.0.2.1 -j CARBONWALL-GUARD-1",
                "-s 198.51.100.0/24 -j CARBONWALL-GUARD-2",
                "-i bond0.12 -j CARBONWALL-SERVICES",
                "-i eth0 -j CARBONWALL-SERVICES",
                "-p 2 -d 224.0.0.1 -m comment --comment \"multicast membership queries\" -j ACCEPT",
                "-p 2 -d 224.2.2.3 -m comment --comment \"multicast membership queries\" -j ACCEPT",
                "-p icmp \(chatter)", "-p 2 \(chatter)", "-p udp \(chatter)",
                "-m limit --limit 5/minute --limit-burst 10 -j LOG --log-level info --log-prefix \"carbonwall drop: \"",
                "-j DROP",
            ]
        )
    }

    @Test func `a family has no rule, no chain and no call that only the other needs`() throws {
        let data = try ScriptData(script(SamplePolicies.everything))
        #expect(!data.rules4.contains("icmpv6") && !data.rules4.contains("ICMPV6"))
        #expect(!data.rules6.contains("-p icmp ") && !data.rules6.contains("CARBONWALL-ICMP-"))
        #expect(data.rules4.contains("CARBONWALL-GUARD-2") && !data.rules6.contains("CARBONWALL-GUARD-2"))
        #expect(data.rules6.contains("CARBONWALL-GUARD-1"))
        #expect(data.rules4.contains("-A OUTPUT -j CARBONWALL-OUTPUT\n"))
        #expect(!(try ScriptData(script(SamplePolicies.apim)).rules4.contains("OUTPUT")))
    }

    @Test func `in product scope what isn't fenced goes on to the rest of INPUT`() throws {
        let input = try lines(SamplePolicies.productScope).filter { $0.hasPrefix("-A CARBONWALL-INPUT ") }
        #expect(input.contains("-A CARBONWALL-INPUT -i lo -j RETURN"))
        #expect(input.contains("-A CARBONWALL-INPUT -m conntrack --ctstate ESTABLISHED -j RETURN"))
        #expect(!input.contains { $0.hasSuffix(" -j ACCEPT") || $0.hasSuffix(" -j DROP") })
    }

    @Test func `a rule has at most 15 ports, and says of each what it is`() throws {
        let services = (0..<33).map { SamplePolicies.service("p\($0)", 2000 + $0, for: [.clients], "the port \($0)") }
        let found = try lines(HostPolicy(title: "ports", services: services)).filter { $0.contains("FROM-CLIENTS -p") }
        let groups = found.map { IptablesInterpreter.words(of: String($0)).first { $0.hasPrefix("20") } ?? "" }
        #expect(groups.map { $0.split(separator: ",").count } == [15, 15, 3])
        #expect(found[2].contains("--comment \"apim p30 2030, apim p31 2031, apim p32 2032\""))
        #expect(
            try script(HostPolicy(title: "ports", services: services)).contains("\n# 2031 apim p31 2031: the port 31\n")
        )
    }

    @Test func `every name, prefix and comment is one that iptables takes`() throws {
        var random = RandomPolicies(seed: 13)
        let policies = SamplePolicies.all.map(\.policy) + (0..<RandomPolicies.count / 5).map { _ in random.policy() }
        for policy in policies + [Self.longNames] {
            let data = try ScriptData(script(policy))
            for text in [data.rules4, data.rules6] {
                let declared = text.matches(of: /(?m)^:([^ ]+) - \[0:0\]$/).map(\.output.1)
                #expect(Set(declared).count == declared.count)
                #expect(
                    declared.allSatisfy { $0.wholeMatch(of: /CARBONWALL-[A-Z0-9-]*/) != nil && $0.utf8.count <= 28 }
                )
                let comments = text.matches(of: /--comment "([^"]*)"/).map(\.output.1)
                #expect(comments.allSatisfy { $0.utf8.count <= 255 && !$0.hasPrefix("-") })
                #expect(text.matches(of: /--log-prefix "([^"]*)"/).allSatisfy { $0.output.1.utf8.count <= 29 })
            }
        }
    }

    /// Egress groups whose chains' names are the same when they are cut.
    private static let longNames = HostPolicy(
        title: "long names",
        services: [],
        egress: (0..<12).map { number in
            EgressGroup(
                name: "a-very-long-name-of-a-node-\(number)",
                destinations: SamplePolicies.addresses("10.0.0.\(number)", "fd00::\(number)"),
                services: [EgressService(TransportPorts(.tcp, .ssh), summary: "-t nat")]
            )
        }
    )

    @Test func `more than eight addresses are a set, named after what it holds`() throws {
        let few = try ScriptData(script(Self.administrators(8)))
        #expect(few.sets4.isEmpty && few.rules4.contains("-s 10.0.0.2 -j CARBONWALL-GUARD"))
        let many = try ScriptData(script(Self.administrators(9)))
        #expect(many.sets4.wholeMatch(of: /set CARBONWALL-[0-9a-f]{12} 9\n(10\.0\.0\.[0-9]+\n){9}/) != nil)
        let name = try #require(many.sets.keys.first)
        #expect(many.rules4.contains("-m set --match-set \(name) src -j CARBONWALL-GUARD"))
        #expect(try ScriptData(script(Self.administrators(10))).sets.keys.first != name)
    }

    private static func administrators(_ count: Int) -> HostPolicy {
        let addresses = (1...count).map { number in
            let address = UInt32(0x0A00_0000) + 2 * UInt32(number)
            return address...address
        }
        let source = Source(.admins, AddressSet(v4: IntervalSet(addresses)))
        return HostPolicy(title: "x", services: [], sources: [source])
    }

    @Test(arguments: SamplePolicies.all)
    func `files are the whole tables with the script's rules, and the same policy gives the same bytes`(
        sample: SamplePolicy
    ) throws {
        let data = try ScriptData(script(sample.policy))
        let files = try IptablesEmitter.restoreFiles(sample.policy, toolVersion: "1")
        for (file, rules) in [(files.v4, data.rules4), (files.v6, data.rules6)] {
            let builtIn = ["*mangle": ["PREROUTING"], "*filter": ["INPUT", "FORWARD", "OUTPUT"]]
            var body = ""
            for line in rules.split(separator: "\n") {
                if line == "*filter", !body.isEmpty { body += "COMMIT\n" }
                body += "\(line)\n"
                for chain in builtIn[String(line), default: []] { body += ":\(chain) ACCEPT [0:0]\n" }
            }
            #expect(file.drop { $0 != "*" } == "\(body)COMMIT\n")
        }
        #expect(try script(sample.policy) == script(sample.policy))
    }

    @Test func `an interface that iptables takes for an option is refused, each of them`() {
        var policy = SamplePolicies.apim
        policy.interfaces = ["eth0", "-t", "-eth1"].compactMap { InterfaceName($0) }
        let error = #expect(throws: InvalidInput.self) { try IptablesEmitter.script(policy, toolVersion: "1") }
        #expect(
            error?.findings.map(\.message) == [
                "iptables can't express interface -t", "iptables can't express interface -eth1",
            ]
        )
        #expect(throws: InvalidInput.self) { try IptablesEmitter.restoreFiles(policy, toolVersion: "1") }
    }
}
