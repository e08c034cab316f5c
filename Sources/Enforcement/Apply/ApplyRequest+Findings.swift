import Policy

extension ApplyRequest {
    /// What the lock-out guard says, and what of the kernel's rules couldn't be brought back.
    ///
    /// - Throws: `ApplyError.refused` where any of it speaks against the request, and that isn't forced.
    func findings(over survey: Survey) throws(ApplyError) -> [Finding] {
        let access = LockoutGuard.check(policy, .current())
        let findings = (isAuditOnly ? access.map(\.asWarning) : access) + survey.unkeepable.map(Self.unkeepable)
        guard !isForced else { return findings.map(\.asWarning) }
        guard findings.allSatisfy({ $0.severity != .error }) else { throw .refused(findings) }
        return findings
    }

    private static func unkeepable(_ name: String) -> Finding {
        Finding(
            .error,
            "not-restorable",
            "\(name): somebody added it by hand, and carbonwall couldn't bring it back",
            hint: "move it into a table of its own, which carbonwall never touches"
        )
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
