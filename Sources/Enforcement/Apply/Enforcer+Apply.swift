extension Enforcer {
    /// Makes the rules of a policy the kernel's, all at once, or changes nothing.
    ///
    /// - Returns: What was changed; nothing where the kernel has these rules.
    /// - Throws: `ConfirmationError.alreadyPending`, `ApplyError`, `LockError`, `StateError`, `WatchdogError`, `NetfilterError`,
    ///   `MissingFeatures`.
    package consuming func apply(_ request: ApplyRequest) throws -> ApplyOutcome {
        var session = try begin("apply")
        for _ in 0..<Session.attempts {
            do {
                return request.settlingConnections(try session.apply(request))
            } catch ApplyError.changedMeanwhile {
                try session.reload()
            }
        }
        throw ApplyError.changedMeanwhile
    }
}
