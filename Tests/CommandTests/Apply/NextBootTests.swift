import TestSupport
import Testing

/// What `status` and `confirm` say of the next start, on machines of their own.
@Suite(.needsRoot, .needsNetworkNamespaces, .needs(program: "unshare")) struct NextBootTests {
    /// A machine on which systemd runs and the unit is installed, with one policy applied.
    private static let installed = """
        mkdir -p /run/systemd/system /run/etc/sysinit.target.wants && mount --bind /run/etc /etc/systemd/system
        echo "ExecStart=$carbonwall boot --fail closed" >/etc/systemd/system/carbonwall.service
        enable() { ln -s ../carbonwall.service /etc/systemd/system/sysinit.target.wants/carbonwall.service; }
        say() { $carbonwall status "$@" | grep -A 1 "next boot" | grep -v "^$" | grep -v "open ports"; }
        json() { $carbonwall status --format json | grep nextBoot; }
        $carbonwall apply $mi >/dev/null

        """

    @Test(arguments: [
        ("enable", "the next boot loads policy 1: mi:10", "1"),
        ("", "the next boot doesn't load policy 1, although it is confirmed: carbonwall.service isn't enabled", "null"),
        (
            "enable; rm /etc/systemd/system/carbonwall.service",
            "the next boot doesn't load policy 1, although it is confirmed: carbonwall.service isn't installed", "null"
        ),
        (
            "enable; ln -sf /dev/null /etc/systemd/system/carbonwall.service",
            "the next boot doesn't load policy 1, although it is confirmed: carbonwall.service is masked", "null"
        ),
        (
            "enable; rm -r /run/systemd/system",
            "the next boot doesn't load policy 1, although it is confirmed: no systemd runs here that would start carbonwall.service",
            "null"
        ),
        (
            "enable; sed -i 's|=[^ ]*|=/nowhere/carbonwall|' /etc/systemd/system/carbonwall.service",
            "the next boot doesn't load policy 1, although it is confirmed: carbonwall.service starts /nowhere/carbonwall, which isn't there",
            "null"
        ),
        (
            "enable; sed -i 's|closed|closed --state /var/lib/other|' /etc/systemd/system/carbonwall.service",
            "the next boot doesn't load policy 1, although it is confirmed: carbonwall.service loads what is in /var/lib/other, not what is in /var/lib/carbonwall",
            "null"
        ),
        (
            "enable; ln -s x /etc/systemd/system/sysinit.target.wants/firewalld.service",
            "the next boot loads policy 1: mi:10\n  and rules of other firewalls besides: firewalld.service", "1"
        ),
    ])
    func `status says what the machine will do`(change: String, text: String, json: String) throws {
        let result = try ContainedMachine.run(Self.installed + change + "\nsay\njson")
        #expect(result.output.hasPrefix(text + "\n"), "\(result.output)\(result.errors)")
        #expect(result.output.hasSuffix("\"nextBoot\": \(json),\n"), "\(result.output)")
    }

    @Test func `confirm says it, too`() throws {
        let result = try ContainedMachine.run(
            Self.installed + "$carbonwall apply $si --confirm 600 >/dev/null\n$carbonwall confirm"
        )
        #expect(
            result.output == """
                policy 2 stays: si
                the next boot doesn't load policy 2, although it is confirmed: carbonwall.service isn't enabled
                  to mend it: systemctl enable carbonwall.service

                """
        )
    }

    @Test(.needs(program: "systemctl")) func `what it says to mend mends it`() throws {
        let result = try ContainedMachine.run(
            Self.installed
                + """
                echo "[Install]\nWantedBy=sysinit.target" >>/etc/systemd/system/carbonwall.service
                SYSTEMD_OFFLINE=1 $(say | sed -n 's/  to mend it: //p') >/dev/null 2>&1
                say
                """
        )
        #expect(result.output == "the next boot loads policy 1: mi:10\n", "\(result.errors)")
    }
}
