import Emitters
import Policy
import RulesEngine

extension EmitTarget {
    /// A shell script, or the two files of iptables-persistent.
    static let iptables = EmitTarget(
        name: "iptables",
        formats: [
            EmitFormat(name: "script") { request throws(CommandFailure) in
                let text = try CommandFailure.catching { () throws(InvalidInput) in
                    try IptablesEmitter.script(request.host.policy, toolVersion: ToolVersion.current)
                }
                return EmittedFirewall(content: .text(text))
            },
            EmitFormat(name: "restore") { request throws(CommandFailure) in
                let files = try CommandFailure.catching { () throws(InvalidInput) in
                    try IptablesEmitter.restoreFiles(request.host.policy, toolVersion: ToolVersion.current)
                }
                return EmittedFirewall(content: .files([("rules.v4", files.v4), ("rules.v6", files.v6)]))
            },
        ]
    )
}
