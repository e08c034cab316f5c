import Emitters
import Policy
import SystemPackage

extension EmitTarget {
    /// Security groups, as a document of permissions or as the awscli calls that make them.
    static let aws = EmitTarget(
        name: "aws",
        formats: [
            .securityGroups("json", for: "aws") { groups, options throws(CommandFailure) in
                let document = SecurityGroupDocument(groups: groups)
                guard let changes = try options.changes(to: document) else { return CloudDocument(text: document.text) }
                return CloudDocument(text: changes.text)
            },
            .securityGroups("script", for: "aws") { groups, options throws(CommandFailure) in
                let document = SecurityGroupDocument(groups: groups)
                guard let changes = try options.changes(to: document) else {
                    return CloudDocument(text: AWSScript.text(making: document, toolVersion: ToolVersion.current))
                }
                return CloudDocument(text: AWSScript.text(of: changes, to: document, toolVersion: ToolVersion.current))
            },
        ],
        options: [.name, .sourceGroup, .split, .diff, .quota],
        quotas: SecurityGroupLimits.kinds,
        takesDeployments: true
    )
}

extension TargetOptions {
    /// What makes the groups of the file `--diff` those of `document`; nil without that option.
    fileprivate func changes(to document: SecurityGroupDocument) throws(CommandFailure) -> SecurityGroupChanges? {
        guard let diff else { return nil }
        let bytes = try InputFile.bytes(of: diff)
        return try CommandFailure.catching { () throws(InvalidInput) in
            let old = try SecurityGroupDocument(parsing: bytes, name: diff.string)
            return try SecurityGroupChanges(from: old, to: document)
        }
    }
}
