#if os(Linux)
import Emitters
import Enforcement
import Policy

/// What an apply did, and what to do next.
struct ApplyReport {
    let outcome: ApplyOutcome
    /// What on this machine keeps the rules from doing what they say.
    let obstacles: [Finding]
    let state: StateOptions

    private var policy: AppliedPolicy { outcome.policy }

    var text: String {
        let lines = outcome.changes.map(\.description) + ["policy \(policy.number) \(result): \(policy.title)"]
        return (lines + server + ended + next).map { "\($0.printable)\n" }.joined()
    }

    private var server: [String] {
        outcome.sshServers.isEmpty ? [] : ["  the SSH server: \(outcome.sshServers.joined(separator: ", "))"]
    }

    private var ended: [String] {
        outcome.endedConnections.map {
            ["  \($0) \($0 == 1 ? "connection that it forbids was" : "connections that it forbids were") ended"]
        } ?? []
    }

    /// `is in force`, or that it was already.
    var result: String {
        let mode = policy.isAuditOnly ? ", audit only: it drops nothing" : ""
        return (outcome.changes.isEmpty ? "is in force already, nothing changes" : "is in force") + mode
    }

    private var next: [String] {
        guard !outcome.changes.isEmpty else { return [] }
        guard let pending = outcome.pending else { return ["  to go back: \(state.command("rollback"))"] }
        let seconds = pending.deadline.since(.now).components.seconds
        return [
            "  it goes away in \(seconds) s, unless somebody says: \(state.command("confirm"))",
            "  to go back at once: \(state.command("rollback"))",
        ]
    }

    /// The same for a program, too.
    var outcomeReport: Outcome {
        Outcome(
            kind: outcome.changes.isEmpty ? .unchanged : .done,
            text: text,
            members: [
                ("changed", .boolean(!outcome.changes.isEmpty)),
                ("policy", .object(policy.members)),
                ("secondsToConfirm", outcome.pending.map { .integer(Int($0.deadline.since(.now).components.seconds)) }),
                ("changes", .array(outcome.changes.map(\.json))),
                ("findings", .array((outcome.findings + obstacles).map(\.json))),
            ] + (outcome.endedConnections.map { [("endedConnections", .integer($0))] } ?? [])
        )
    }
}

extension AppliedPolicy {
    /// What a report says of it.
    var members: [(String, JSONValue?)] {
        [
            ("number", .integer(number)),
            ("title", .string(title)),
            ("digest", digest.isEmpty ? nil : .string(digest)),
            ("applied", .string(time.text)),
            ("confirmed", .boolean(isConfirmed)),
            ("auditOnly", .boolean(isAuditOnly)),
            ("node", origin.flatMap { $0.node.isEmpty ? nil : .string($0.node) }),
            ("selection", origin.map { .string($0.selection) }),
            ("user", origin.map { .string($0.user) }),
            ("command", origin.map { .string($0.command) }),
        ]
    }
}
#endif
