import Policy
import SystemPackage
import Testing

@testable import Enforcement

@Suite struct OtherFirewallsTests {
    @Test(arguments: ["firewalld.service", "ufw.service", "netfilter-persistent.service"])
    func `a firewall that starts with the machine is named`(unit: String) throws {
        let machine = try FakeMachine()
        try machine.enable(unit)
        let finding = try #require(machine.examine { OtherFirewalls.examine(SystemdUnits($0)) }.findings.first)
        #expect(finding.slug == "other-firewall-enabled")
        #expect(finding.message.hasPrefix("\(unit) is enabled"))
    }

    @Test func `one that is installed and not enabled is no finding`() throws {
        let machine = try FakeMachine(["lib/systemd/system/firewalld.service": "[Unit]\n"])
        #expect(machine.examine { OtherFirewalls.examine(SystemdUnits($0)) }.findings.isEmpty)
    }

    @Test func `one that is masked is no finding`() throws {
        let machine = try FakeMachine()
        try machine.enable("ufw.service")
        try machine.link("etc/systemd/system/ufw.service", to: "/dev/null")
        #expect(machine.examine { OtherFirewalls.examine(SystemdUnits($0)) }.findings.isEmpty)
    }
}
