import Policy

extension ApplyRequest {
    /// What the lock-out guard says, and what of the kernel's rules couldn't be brought back.
    ///
    /// - Throws: `ApplyError.refused` where any of it speaks against the request, and that isn't forced.
    func findings(over survey: Survey) throws(ApplyError) -> [Finding] {
        let access = LockoutGuard.check(policy, .current { policy.verdict(for: $0) == .drop })
        let findings = (isAuditOnly ? access.map(\.asWarning) : access) + survey.unkeepable.map(Self.unkeepable)
        return try findings.unlessRefused(isForced: isForced)
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
