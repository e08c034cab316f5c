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
        try machine.write(
            "[Service]\nExecStart=/usr/local/sbin/carbonwall boot --fail closed\n",
            to: "usr/local/lib/systemd/system/carbonwall.service"
        )
        try machine.write("", to: "usr/local/sbin/carbonwall")
        return machine
    }

    private static func findings(_ machine: FakeMachine) -> [Finding] {
        machine.examine { BootUnit.examine($0).findings }
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

    @Test(arguments: [
        ("[Service]\nExecStart=\n", "carbonwall.service doesn't run carbonwall boot"),
        (
            "[Service]\nExecStart=\nExecStart=-/usr/local/sbin/carbonwall boot --state=/srv/state\n",
            "carbonwall.service loads what is in /srv/state, not what is in /var/lib/carbonwall"
        ),
        (
            "[Service]\nExecStart=\nExecStart=/opt/carbonwall boot\n",
            "carbonwall.service starts /opt/carbonwall, which isn't there"
        ),
    ])
    func `what a drop-in changes counts`(dropIn: String, reason: String) throws {
        let machine = try Self.machine()
        try machine.enable("carbonwall.service", wantedBy: "sysinit.target")
        try machine.write(dropIn, to: "etc/systemd/system/carbonwall.service.d/local.conf")
        #expect(Self.findings(machine).first?.message.hasSuffix(": \(reason)") == true)
    }

    @Test func `a machine without systemd or without a policy has nothing to load`() throws {
        #expect(Self.findings(try FakeMachine(["run/systemd/system/.keep": ""])).isEmpty)
        let machine = try FakeMachine(["var/lib/.keep": ""])
        let folder = try StateFolder(creating: machine.root.appending("var/lib/carbonwall"))
        try folder.apply()
        #expect(Self.findings(machine).isEmpty)
    }
}
