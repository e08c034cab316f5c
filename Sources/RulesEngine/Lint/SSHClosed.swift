import Catalog
public import Policy

/// SSH is closed to everybody, since the selection says so.
enum SSHClosed: LintRule {
    static let slug = "ssh-closed"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        guard host.policy.scope == .host, !host.policy.guards.contains(where: { $0.kind == .ssh }) else { return [] }
        return [
            Finding(
                .warning,
                slug,
                "SSH is closed to everybody, as --ssh none says: whoever administers the host needs another way in",
                hint: "open it with --ssh 22@ADDRESS, or keep another way in with --keep PORT/tcp@ADDRESS"
            )
        ]
    }
}

extension ResolvedHost {
    /// That nobody could log in over SSH; `apply` and `plan` say it, too.
    public var closedSSHFindings: [Finding] { SSHClosed.findings(on: self, context: LintContext()) }
}
