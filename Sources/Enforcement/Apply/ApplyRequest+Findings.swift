import Policy

extension ApplyRequest {
    /// What the lock-out guard says, and what of the kernel's rules couldn't be brought back; and how it found the SSH server.
    ///
    /// - Throws: `ApplyError.refused` where any of it speaks against the request, and that isn't forced.
    func findings(over survey: Survey) throws(ApplyError) -> (findings: [Finding], servers: [String]) {
        let access = SSHAccess.current(losing: isDropped)
        let told = LockoutGuard.check(policy, access)
        let findings = (isAuditOnly ? told.map(\.asWarning) : told) + survey.unkeepable.map(Self.unkeepable)
        return (try findings.unlessRefused(isForced: isForced), access.portsAreAssumed ? [] : access.evidence)
    }

    /// Makes those connections known to tracking that the first rules would freeze.
    ///
    /// - Returns: Warnings, if that can't be done.
    func keepingConnections() -> [Finding] {
        isAuditOnly ? [] : KnownConnections.keep(droppedBy: isDropped)
    }

    /// Names the connections that go on under the rules though they forbid them, or ends them if that is asked for.
    func settlingConnections(_ outcome: ApplyOutcome) -> ApplyOutcome {
        guard !isAuditOnly, isCutting || !outcome.changes.isEmpty else { return outcome }
        var outcome = outcome
        guard isCutting else {
            outcome.findings += ForbiddenConnections.findings(droppedBy: isDropped)
            return outcome
        }
        do {
            outcome.endedConnections = try ForbiddenConnections(droppedBy: isDropped).end()
        } catch {
            outcome.findings.append(ForbiddenConnections.untold(error))
        }
        return outcome
    }

    private func isDropped(_ packet: Packet) -> Bool { policy.verdict(for: packet) == .drop }

    private static func unkeepable(_ name: String) -> Finding {
        Finding(
            .error,
            "not-restorable",
            "\(name): somebody added it by hand, and carbonwall couldn't bring it back",
            hint: "move it into a table of its own, which carbonwall never touches"
        )
    }
}

extension [Finding] {
    /// The same, as warnings where what they speak against `isForced`.
    ///
    /// - Throws: `ApplyError.refused` where it isn't, and there is an error among them.
    func unlessRefused(isForced: Bool) throws(ApplyError) -> [Finding] {
        guard !isForced else { return map(\.asWarning) }
        guard allSatisfy({ $0.severity != .error }) else { throw .refused(self) }
        return self
    }
}

extension Finding {
    /// The same, for somebody who goes on nevertheless.
    fileprivate var asWarning: Finding {
        var finding = self
        finding.severity = .warning
        return finding
    }
}
