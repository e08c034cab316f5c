/// What the watchdog goes back to.
package enum PreviousRuleset: Hashable, Sendable {
    /// There was no table of ours: it goes away.
    case none
    /// The netlink messages that make the ruleset where there is none.
    case batch([UInt8])
}

/// What sends a ruleset to the kernel when a confirmation doesn't come.
package protocol Restorer {
    /// Makes `ruleset` the kernel's, instead of whatever table of ours is there, in one transaction.
    ///
    /// It may be called again after it has failed, and after it has worked.
    ///
    /// - Returns: The kernel's rules after it; nil if nothing tells them from others.
    /// - Throws: Why it couldn't; the watchdog keeps the description and tries again later.
    func restore(_ ruleset: PreviousRuleset) throws -> KernelMark?
}
