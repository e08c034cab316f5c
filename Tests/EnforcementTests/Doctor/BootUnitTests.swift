import Policy
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

@Suite struct BootUnitTests {
    /// A machine on which systemd runs, with a confirmed policy.
    private static func machine() throws -> FakeMachine {
        let machine = try FakeMachine(["run/systemd/system/.keep": "", "var/lib/.keep": ""])
        let folder = try StateFolder(creating: machine.root.appending("var/lib/carbonwall"))
        try folder.apply()
        return machine
    }

    private static func findings(_ machine: FakeMachine) -> [Finding] {
        machine.examine { BootUnit.examine($0, SystemdUnits($0)).findings }
    }

    @Test func `a confirmed policy that nothing loads is found`() throws {
        let findings = Self.findings(try Self.machine())
        #expect(findings.map(\.slug) == ["boot-unit-disabled"])
        #expect(findings.first?.message.hasPrefix("policy 1 (apim:1) is confirmed") == true)
    }

    @Test func `one that the unit loads isn't`() throws {
        let machine = try Self.machine()
        try machine.enable("carbonwall.service", wantedBy: "sysinit.target")
        #expect(Self.findings(machine).isEmpty)
    }

    @Test func `a machine without systemd or without a policy has nothing to load`() throws {
        #expect(Self.findings(try FakeMachine(["run/systemd/system/.keep": ""])).isEmpty)
        let machine = try FakeMachine(["var/lib/.keep": ""])
        let folder = try StateFolder(creating: machine.root.appending("var/lib/carbonwall"))
        try folder.apply()
        #expect(Self.findings(machine).isEmpty)
    }
}
