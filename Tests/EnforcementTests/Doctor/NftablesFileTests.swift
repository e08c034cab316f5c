import Policy
import SystemPackage
import Testing

@testable import Enforcement

@Suite struct NftablesFileTests {
    private static func diagnose(_ machine: MachineFiles) -> Diagnosis {
        NftablesFile.examine(machine, SystemdUnits(machine))
    }

    private static let flushing = "#!/usr/sbin/nft -f\n\nflush ruleset\n"

    @Test func `flush ruleset in a file that a service loads is found, with its place`() throws {
        let machine = try FakeMachine(["etc/nftables.conf": Self.flushing])
        try machine.enable("nftables.service", wantedBy: "sysinit.target")
        let finding = try #require(machine.examine(Self.diagnose).findings.first)
        #expect(finding.slug == "flush-ruleset")
        #expect(finding.location?.description == "/etc/nftables.conf:3:1")
        #expect(finding.message.contains("nothing loads it again"))
    }

    @Test func `where our unit comes after it, only a reload is dangerous`() throws {
        let machine = try FakeMachine(["etc/nftables.conf": Self.flushing])
        try machine.enable("nftables.service", wantedBy: "sysinit.target")
        try machine.enable("carbonwall.service", wantedBy: "sysinit.target")
        let finding = try #require(machine.examine(Self.diagnose).findings.first)
        #expect(!finding.message.contains("nothing loads it again"))
        #expect(finding.hint?.contains("systemctl restart carbonwall.service") == true)
    }

    @Test func `where no service loads the file it is only mentioned`() throws {
        let machine = try FakeMachine(["etc/nftables.conf": Self.flushing])
        let diagnosis = machine.examine(Self.diagnose)
        #expect(diagnosis.findings.isEmpty)
        #expect(diagnosis.facts.first?.hasPrefix("/etc/nftables.conf:3:1 has flush ruleset") == true)
    }

    @Test func `files that it includes are read too`() throws {
        let machine = try FakeMachine([
            "etc/nftables.conf": "include \"/etc/nftables.d/*.nft\"\ninclude \"/etc/nftables.conf\"\n",
            "etc/nftables.d/10-first.nft": "include \"more.nft\" ; table inet a { }\n",
            "etc/nftables.d/.hidden.nft": "flush ruleset\n",
            "etc/nftables.d/20-second.txt": "flush ruleset\n",
            "etc/more.nft": "table inet b { } ; flush\truleset\n",
        ])
        #expect(
            machine.examine { NftablesFlush.find(in: "/etc/nftables.conf", of: $0) }?.description
                == "/etc/more.nft:1:20"
        )
    }

    @Test(arguments: [
        "# flush ruleset", "table inet a { comment \"flush ruleset\" ; }", "flush table inet a", "flush", "",
        "include \"/etc/missing.nft\"", "include '", "add rule inet a b log prefix \"a # b\" flush table inet a",
    ])
    func `what isn't flush ruleset is none`(text: String) throws {
        let machine = try FakeMachine(["etc/nftables.conf": text])
        #expect(machine.examine { NftablesFlush.find(in: "/etc/nftables.conf", of: $0) } == nil)
    }

    @Test func `a machine without the file is fine`() throws {
        let machine = try FakeMachine()
        #expect(machine.examine(Self.diagnose) == Diagnosis())
    }
}
