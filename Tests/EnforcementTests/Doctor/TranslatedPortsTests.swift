import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

@testable import Enforcement

/// Ports that are handed on before the input hook.
@Suite(.needsNetworkNamespaces) struct TranslatedPortsTests {
    private static let message =
        "goes round the rules for input: table ip nat, chain DOCKER hands it on before they see it"

    private static func messages(beside ruleset: String, with command: [String]) async throws -> [String] {
        try await NetworkNamespace.isolated {
            try ProcessRunner.output(of: command, input: Array(ruleset.utf8))
            let diagnosis = try Doctor.examineKernel(for: KernelTable(Ruleset(policy: SamplePolicies.apim)))
            return diagnosis.findings.map { "\($0.slug): \($0.message)" }
        }
    }

    @Test(.needs(program: "iptables-nft-restore")) func `Docker's published ports are named, ours and others`()
        async throws
    {
        let text = """
            *nat
            :PREROUTING ACCEPT [0:0]
            :DOCKER - [0:0]
            -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
            -A DOCKER -i docker0 -j RETURN
            -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
            -A DOCKER ! -i docker0 -p tcp -m tcp --dport 9444 -j DNAT --to-destination 172.17.0.3:9443
            -A DOCKER -d 127.0.0.1/32 -i lo -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.17.0.4:5000
            COMMIT

            """
        let messages = try await Self.messages(beside: text, with: ["iptables-nft-restore"])
        #expect(
            messages == [
                "port-handed-on: 8080/tcp \(Self.message)",
                "port-handed-on: 9444/tcp is accepted here, but table ip nat, chain DOCKER hands it on before they see it",
            ]
        )
    }

    @Test(.needs(program: "nft")) func `so are those of nft's own words`() async throws {
        let text = """
            table ip nat {
                chain DOCKER { iifname != "docker0" udp dport 7000-7010 dnat to 172.17.0.2; }
                chain prerouting { type nat hook prerouting priority dstnat; fib daddr type local jump DOCKER; }
                chain postrouting { type nat hook postrouting priority srcnat; tcp dport 1 masquerade; }
            }
            """
        let messages = try await Self.messages(beside: text, with: ["nft", "-f", "-"])
        #expect(messages == ["port-handed-on: 7000-7010/udp \(Self.message)"])
    }
}
