import Emitters
import Policy

extension EmitTarget {
    /// Security groups, as a document of permissions or as the awscli calls that make them.
    static let aws = EmitTarget(
        name: "aws",
        formats: [
            .securityGroups("json", for: "aws") { request throws(InvalidInput) in
                guard let changes = try request.changes() else { return CloudDocument(text: request.document.text) }
                return CloudDocument(text: changes.text, notes: changes.notes)
            },
            .securityGroups("script", for: "aws") { request throws(InvalidInput) in
                let version = ToolVersion.current
                guard let changes = try request.changes() else {
                    return CloudDocument(text: AWSScript.text(making: request.document, toolVersion: version))
                }
                let text = AWSScript.text(of: changes, to: request.document, toolVersion: version)
                return CloudDocument(text: text, notes: changes.notes)
            },
        ],
        options: [.name, .sourceGroup, .split, .icmp, .diff, .quota],
        quotas: SecurityGroupLimits.kinds,
        takesDeployments: true
    )
}

extension SecurityGroupRequest {
    fileprivate var document: SecurityGroupDocument { SecurityGroupDocument(groups: groups) }

    /// What makes the groups of `--diff` those of the document; nil without that option.
    fileprivate func changes() throws(InvalidInput) -> SecurityGroupChanges? {
        guard let old else { return nil }
        return try SecurityGroupChanges(from: old, to: document, limits: limits)
    }
}

extension SecurityGroupChanges {
    /// Which groups have to be attached or detached.
    fileprivate var notes: [String] {
        let attached = created.compactMap { group in
            group.first.map {
                "attach the new group \(group.name) to the machines that have \($0), before anything is revoked"
            }
        }
        return attached + deleted.map { "detach the group \($0) from machines that have it: it is deleted" }
    }
}
