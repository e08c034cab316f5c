import Policy
import SystemPackage

/// /etc/nftables.conf, which often begins with `flush ruleset`: that removes every table, ours too.
enum NftablesFile {
    private static let path: FilePath = "/etc/nftables.conf"
    private static let unit = "nftables.service"

    static func examine(_ machine: MachineFiles, _ units: SystemdUnits) -> Diagnosis {
        guard let place = NftablesFlush.find(in: path, of: machine) else { return Diagnosis() }
        guard units.isEnabled(unit) else {
            return Diagnosis(facts: [
                "\(place) has flush ruleset: whoever loads that file removes our table (\(unit) isn't enabled)"
            ])
        }
        return Diagnosis(findings: [finding(at: place, loadsAtBoot: units.isEnabled("carbonwall.service"))])
    }

    private static func finding(at place: SourceLocation, loadsAtBoot: Bool) -> Finding {
        let after = loadsAtBoot ? "" : ", and nothing loads it again when the machine starts"
        return DoctorFinding.flushRuleset.finding(
            .warning,
            at: place,
            "\(unit) runs flush ruleset, which removes table inet carbonwall whenever it is reloaded or stopped\(after)",
            hint: "flush that file's own tables instead; "
                + (loadsAtBoot
                    ? "after a reload: systemctl restart carbonwall.service" : "systemctl enable carbonwall.service")
        )
    }
}
