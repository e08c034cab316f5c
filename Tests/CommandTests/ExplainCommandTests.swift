import Foundation
import TestSupport
import Testing

@Suite struct ExplainCommandTests {
    /// What the design promises.
    struct Explanation: Decodable {
        let verdict: String
        let port: Int
        let transport: String
        let from: String?
        let reasons: [String]

        var text: String { reasons.joined(separator: "\n") }
    }

    private func explain(_ arguments: String...) throws -> Explanation { try explain(arguments) }

    private func explain(_ arguments: [String]) throws -> Explanation {
        let result = try carbonwall(["explain", "--format", "json"] + arguments)
        #expect(result.succeeded, "\(arguments) \(result.errors)")
        return try JSONDecoder().decode(Explanation.self, from: Data(result.outputBytes))
    }

    @Test(arguments: [
        ("none", "SSH is closed, as --ssh none says"), ("2222", "SSH is let in at 2222/tcp, as --ssh says"),
    ])
    func `SSH's usual port says where it went, and what lets in whoever asks`(ssh: String, words: String) throws {
        let explanation = try explain("22", "--runtime", "mi", "--ssh", ssh, "--from", "10.9.0.7")
        #expect(explanation.verdict == "drop")
        #expect(explanation.text.contains(words))
        #expect(explanation.text.contains("to let 10.9.0.7 in besides: --keep 22/tcp@10.9.0.7"))
    }

    @Test func `an open port names its runtime, arithmetic, key and audiences`() throws {
        let explanation = try explain("9444", "--runtime", "apim:1")
        #expect(explanation.verdict == "accept")
        #expect(explanation.from == nil)
        for words in [
            "apim servlet-https", "9443 + offset 1", "[transport.https] properties.port",
            "admins (private ranges, by default)",
        ] {
            #expect(explanation.text.contains(words))
        }
    }

    @Test func `an address in an audience is let in by that audience's rule`() throws {
        let explanation = try explain(
            "9443/tcp",
            "--from",
            "10.9.0.7",
            "--from",
            "admins=10.9.0.0/24",
            "--runtime",
            "apim"
        )
        #expect(explanation.verdict == "accept")
        #expect(explanation.from == "10.9.0.7")
        #expect(
            explanation.text.contains("the rule for services of admins decides: 10.9.0.7 is one of them (10.9.0.0/24)")
        )
        #expect(explanation.text.contains("--disable apim/servlet-https"))
    }

    @Test func `the advice for an address that is kept out lets it in`() throws {
        let question = ["9443", "--from", "203.0.113.9", "--runtime", "apim"]
        let explanation = try explain(question)
        #expect(explanation.verdict == "drop")
        #expect(explanation.text.contains("203.0.113.9 is in none of these"))
        let source = try #require(explanation.text.firstMatch(of: /--from admins=\S+/)).output
        let exposure = try #require(explanation.text.firstMatch(of: /--expose \S+/)).output
        for advice in [source, exposure] {
            #expect(try explain(question + advice.split(separator: " ").map(String.init)).verdict == "accept")
        }
    }

    @Test func `the advice for a port that is open closes it`() throws {
        let question = ["9443", "--runtime", "apim"]
        let advice = try #require(try explain(question).text.firstMatch(of: /--disable \S+/)).output
        #expect(try explain(question + advice.split(separator: " ").map(String.init)).verdict == "drop")
    }

    static let closed: [[String]] = [
        ["45564/udp", "--runtime", "apim"],
        ["4000", "--runtime", "apim"],
        ["5701", "--runtime", "apim"],
        ["8243", "--runtime", "apim", "--role", "control-plane"],
        ["9893", "--runtime", "si"],
        ["9893", "--runtime", "si", "--clustering", "minimum-ha", "--basis", "documented"],
        ["9443", "--runtime", "apim", "--role", "gateway", "--clustering", "none", "--from", "clients=10.0.0.0/8"],
    ]

    @Test(arguments: closed) func `each advice for a port that the selection closes opens it`(question: [String]) throws
    {
        let explanation = try explain(question)
        guard explanation.verdict == "drop" else { return }
        let advices = explanation.text.matches(of: /--(enable|clustering|role) [a-z=\/0-9-]+/).map(\.output.0)
        #expect(!advices.isEmpty)
        for advice in advices {
            let words = advice.split(separator: " ").map(String.init)
            #expect(try explain(question + words).verdict == "accept", "\(advice)")
        }
    }

    @Test func `a disabled port says which option closes it`() throws {
        let explanation = try explain("9999", "--runtime", "apim", "--disable", "jmx")
        #expect(explanation.verdict == "drop")
        #expect(explanation.text.contains("--disable jmx closes it"))
    }

    @Test func `a port that no selected runtime has names its neighbours and who else has it`() throws {
        let explanation = try explain("9390", "--runtime", "apim")
        #expect(explanation.verdict == "drop")
        #expect(explanation.text.contains("--runtime si-tooling"))
        #expect(explanation.text.contains("9443/tcp (apim servlet-https)"))
    }

    @Test func `an outbound port is none that listens`() throws {
        let explanation = try explain("9092", "--runtime", "si", "--clustering", "multi-dc-ha")
        #expect(explanation.verdict == "drop")
        #expect(explanation.text.contains("nothing listens here"))
    }

    @Test func `the administrator's guard explains SSH`() throws {
        #expect(try explain("22", "--runtime", "apim").text.contains("administrator's guard"))
        #expect(try explain("22", "--runtime", "apim", "--keep", "2222/tcp@10.0.0.0/8").verdict == "accept")
        #expect(try explain("22", "--runtime", "apim", "--ssh", "2222@10.0.0.0/8").verdict == "drop")
        #expect(try explain("22", "--runtime", "apim", "--ssh", "none").verdict == "drop")
        #expect(
            try explain("2222", "--from", "10.1.1.1", "--runtime", "apim", "--keep", "2222/tcp@10.0.0.0/8").verdict
                == "accept"
        )
    }

    @Test func `UDP is meant where only UDP is there`() throws {
        #expect(try explain("45564", "--runtime", "apim", "--clustering", "multicast").transport == "udp")
        #expect(try explain("45564", "--runtime", "apim").transport == "udp")
        #expect(try explain("45564/tcp", "--runtime", "apim", "--clustering", "multicast").verdict == "drop")
        #expect(try explain("1", "--runtime", "apim").transport == "tcp")
    }

    @Test func `outside the product scope everything passes`() throws {
        #expect(
            try explain("3306", "--from", "203.0.113.9", "--runtime", "apim", "--scope", "product").verdict == "accept"
        )
        #expect(
            try explain("9443", "--from", "203.0.113.9", "--runtime", "apim", "--scope", "product").verdict == "drop"
        )
        #expect(try explain("3306", "--runtime", "apim", "--scope", "product").verdict == "accept")
    }

    @Test func `loopback and IPv6 addresses are understood`() throws {
        #expect(try explain("1", "--from", "127.0.0.1", "--runtime", "apim").text.contains("loopback"))
        #expect(try explain("9443", "--from", "fd00:9::1", "--runtime", "apim").verdict == "accept")
        #expect(try explain("9443", "--from", "2001:db8::1", "--runtime", "apim").verdict == "drop")
    }

    @Test func `an interface is named`() throws {
        let explanation = try explain("9443", "--from", "10.0.0.1", "--runtime", "apim", "--interface", "eth7")
        #expect(explanation.verdict == "accept")
        #expect(explanation.text.contains("eth7"))
    }

    @Test func `the text has the verdict first and all reasons`() throws {
        let text = try carbonwall("explain", "9444/tcp", "--from", "203.0.113.9", "--runtime", "apim:1").output
        #expect(text.hasPrefix("9444/tcp from 203.0.113.9: drop\n  - "))
        let flat = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        for reason in try explain("9444/tcp", "--from", "203.0.113.9", "--runtime", "apim:1").reasons {
            #expect(flat.contains(reason))
        }
    }
}
