import Policy

/// What boot does where the confirmed policy can't be loaded.
package enum BootFallback: String, Hashable, Sendable, CaseIterable {
    /// Loads the fail-safe: administrators come in, nobody else does.
    case closed
    /// Loads nothing: the host is as open as without a firewall of ours.
    case open
}

/// What boot found and did.
package struct BootReport: Hashable, Sendable {
    /// What the kernel has now.
    package enum Rules: Hashable, Sendable {
        /// No policy was ever confirmed, or the last was removed: nothing was loaded.
        case nothingConfirmed
        /// The confirmed policy.
        case loaded(AppliedPolicy)
        /// The confirmed policy, which was there already.
        case unchanged(AppliedPolicy)
        /// A policy that waits to be confirmed, in this same boot: nothing was loaded.
        case waiting(PendingConfirmation)
    }

    /// What the kernel has now.
    package let rules: Rules
    /// The confirmation that the restart has settled; nil where none waited.
    package let interrupted: PendingConfirmation?
    /// What the state folder was to this place before.
    package let relation: StateRelation
}

/// Why the confirmed policy isn't in force, and what is instead.
package struct BootFailure: EnforcementError {
    /// What is in force instead.
    enum Substitute: Hashable {
        /// Nothing, as `BootFallback.open` says.
        case nothing
        /// The table of ours that was there already.
        case present
        case failSafe(FailSafe)
        /// Whatever was there: the fail-safe was refused, for this reason.
        case refused(String)
    }

    let reason: String
    let substitute: Substitute

    /// What is wrong, in one line.
    package var description: String {
        switch substitute {
        case .nothing: "the confirmed policy can't be loaded, and nothing was instead of it (--fail open): \(reason)"
        case .present: "the confirmed policy can't be loaded, and the rules that are there stay: \(reason)"
        case .failSafe(let failSafe): "the confirmed policy can't be loaded; \(failSafe.summary): \(reason)"
        case .refused(let second):
            "neither the confirmed policy can be loaded (\(reason)) nor the fail-safe (\(second))"
        }
    }

    /// What to do about it.
    package var advice: String? { "apply the policy again: carbonwall apply SELECTION" }
}

extension FailSafe {
    /// What it lets in.
    fileprivate var summary: String {
        let ports = guards.filter { $0.addresses?.isEmpty == false }.map(\.allowed.description)
        switch scope {
        case .host: return "the fail-safe lets administrators in (\(ports.joined(separator: ", "))) and nobody else"
        case .product: return "the fail-safe closes the products' ports and leaves the rest of the host alone"
        }
    }
}
