import Policy
import TestSupport
import Testing

@testable import Enforcement

/// What is said of other firewalls' rules is what they do with real packets.
@Suite(.needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip")) struct ChainEvaluationTests {
    private static let ports: [UInt16] = [22, 53, 1024, 8243, 9443, 9444, 9611, 9650, 9711, 9763, 45564, 65300]

    /// Compares what is said of a packet of each kind with what becomes of `count` of them for real.
    ///
    /// - Returns: How many answers were certain, and how many weren't.
    private static func check(
        _ text: String,
        with command: [String] = ["nft", "-f", "-"],
        sending count: Int = 40
    ) async throws -> (Int, Int) {
        try await NetworkNamespace.isolated {
            let host = try EvaluatedHost(text, with: command)
            let tables = try host.tables()
            var (certain, uncertain) = (0, 0)
            var generator = SeededGenerator(seed: 1)
            for (index, packet) in EvaluatedHost.packets(to: ports).shuffled(using: &generator).enumerated() {
                let answer = try host.answer(packet, in: tables)
                if answer == .perhaps { uncertain += 1 } else { certain += 1 }
                guard answer != .perhaps, index < count else { continue }
                #expect(try host.passes(packet) == (answer == .passes), "\(answer): \(packet)")
            }
            return (certain, uncertain)
        }
    }

    @Test func `firewalld's zones are told exactly`() async throws {
        let (certain, uncertain) = try await Self.check(Firewalls.firewalld)
        #expect(certain == 192)
        #expect(uncertain == 0)
    }

    @Test func `sets and maps of verdicts are told, except marks and rates`() async throws {
        let (certain, uncertain) = try await Self.check(Firewalls.maps)
        #expect(certain > 170)
        #expect(uncertain > 0)
    }

    @Test(.needs(program: "iptables-nft-restore")) func `ufw's chains are told exactly`() async throws {
        let (certain, uncertain) = try await Self.check(Firewalls.ufw, with: ["iptables-nft-restore"])
        #expect(certain > 180)
        // UDP may go to a group, and SSH comes by a list of recent ones, which only counts.
        #expect(uncertain < 12)
    }

    /// Nothing is ever said with certainty that isn't so, whatever the rules are.
    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `random chains`(seed: UInt64) async throws {
        var chains = RandomChains(seed: seed)
        for _ in 0..<Repetitions.count("CARBONWALL_CHAINS", usual: 2) {
            let text = try await chains.loadableRuleset()
            let (certain, uncertain) = try await Self.check(text, sending: 12)
            #expect(certain + uncertain == 192)
        }
    }
}
