import Emitters
import Policy
import SystemPackage

/// What a format for AWS is written of.
struct SecurityGroupRequest {
    /// The groups, within `limits`.
    let groups: [SecurityGroup]
    /// The groups of the document that `--diff` names.
    let old: SecurityGroupDocument?
    let limits: SecurityGroupLimits
}

extension EmitFormat {
    /// The format `name` of the target `target`, in which `write` writes security groups of AWS.
    ///
    /// `merges` says whether neighbouring ports and blocks share a rule.
    static func securityGroups(
        _ name: String,
        for target: String,
        merges: Bool = true,
        _ write: @escaping @Sendable (SecurityGroupRequest) throws(InvalidInput) -> CloudDocument
    ) -> EmitFormat {
        EmitFormat(name: name) { request throws(CommandFailure) in
            let deployment = try request.cloudDeployment()
            let options = request.options
            let old = try options.oldGroups()
            return try CommandFailure.catching { () throws(InvalidInput) in
                let limits = try SecurityGroupLimits(options.raisedQuotas)
                var emitter = AWSEmitter(splits: options.splits, limits: limits, merges: merges, old: old)
                emitter.opensICMP = options.opensICMP
                let groups = try emitter.groups(deployment, for: target)
                let document = try write(SecurityGroupRequest(groups: groups, old: old, limits: limits))
                let notes = try deployment.hosts(for: target).notes
                return EmittedFirewall(content: .text(document.text), notes: notes + document.notes)
            }
        }
    }
}

extension TargetOptions {
    /// The groups of the file that `--diff` names; nil without that option.
    fileprivate func oldGroups() throws(CommandFailure) -> SecurityGroupDocument? {
        guard let diff else { return nil }
        let bytes = try InputFile.bytes(of: diff)
        return try CommandFailure.catching { () throws(InvalidInput) in
            try SecurityGroupDocument(parsing: bytes, name: diff.string)
        }
    }
}
