import Policy
import SystemPackage
import Testing
import TestSupport

@testable import Enforcement

@Suite struct NFTProgramTests {
    private func machine(answer: String, permissions: UInt32 = 0o755) throws -> FakeMachine {
        let machine = try FakeMachine()
        try machine.write("#!/bin/sh\n\(answer)\n", to: "usr/sbin/nft", permissions: permissions)
        return machine
    }

    @Test func `a version that lists our table is a fact`() throws {
        let machine = try machine(answer: "echo 'nftables v1.0.6 (Lester Gooch #5)'")
        #expect(machine.examine(NFTProgram.examine).facts == ["nft 1.0.6 lists all of table inet carbonwall"])
    }

    @Test func `one that is too old for it is found`() throws {
        let machine = try machine(answer: "echo 'nftables v0.9.0 (Fearless Fosdick)'")
        let findings = machine.examine(NFTProgram.examine).findings
        #expect(findings.map(\.slug) == ["nft-too-old"])
        #expect(findings.first?.message.hasPrefix("nft 0.9.0 can't list") == true)
    }

    @Test(arguments: ["exit 1", "echo", "echo nftables v1", "kill -9 $$", "yes", "sleep 60", "exec <&- >&-"])
    func `one that says nothing sensible is waited for shortly`(answer: String) throws {
        let diagnosis = try machine(answer: answer).examine(NFTProgram.examine)
        #expect(diagnosis.findings.isEmpty)
        #expect(diagnosis.facts.first?.hasSuffix("nft doesn't tell its version") == true)
    }

    @Test(arguments: [0o777, 0o775, 0o644] as [UInt32])
    func `what others could have written, or isn't a program, isn't run`(permissions: UInt32) throws {
        let machine = try machine(answer: "echo 'nftables v0.9.0'", permissions: permissions)
        #expect(machine.examine(NFTProgram.examine).facts == ["nft isn't installed; nothing here needs it"])
    }

    @Test func `a machine without nft needs none`() throws {
        #expect(try FakeMachine().examine(NFTProgram.examine).findings.isEmpty)
    }

    @Test(.needs(program: "nft")) func `the installed one is asked without a shell`() {
        #expect(NFTProgram.examine(MachineFiles(root: "/")).facts.first?.hasPrefix("nft ") == true)
    }

    @Test(arguments: [("1.0.6", "1.0.6"), ("1.1", "1.1.0"), ("1.0.9.1", "1.0.9"), ("0.9.8-rc1", "0.9.8")])
    func `versions have three numbers`(text: String, version: String) {
        #expect(NFTRelease("nftables v\(text) (Name)")?.description == version)
    }

    @Test func `versions are ordered by number`() {
        #expect(NFTRelease(0, 9, 8) < NFTRelease(0, 10, 0))
        #expect(NFTRelease(1, 0, 0) > NFTRelease(0, 9, 8))
    }
}
