#if os(Linux)
import Emitters
import Enforcement
import Netfilter
import Policy

/// What is in force, for a person and for a program.
struct StatusReport {
    let status: EnforcementStatus
    let state: StateOptions

    /// The sentences, and a table of the ports that were used.
    var text: String {
        let lines = [rules] + status.drift.map { "  \($0)" } + confirmation + [nextBoot] + dropped
        return lines.map { "\($0.printable)\n" }.joined() + usedPorts + earlierPolicies
    }

    private var rules: String {
        let time = status.since.map { " since \($0.text)" } ?? ""
        switch status.rules {
        case .policy(let policy):
            let mode = policy.isAuditOnly ? ", audit only: it drops nothing" : ""
            return "policy \(policy.number) is in force\(time)\(mode): \(policy.title)"
        case .failSafe:
            return
                "the fail-safe is in force: boot couldn't load the confirmed policy, and lets in administrators alone"
        case .none(nil): return "no rules of ours are loaded\(time)"
        case .none(let expected?):
            return
                "no rules of ours are loaded: somebody took away those of policy \(expected.number) (\(expected.title))"
        case .foreign(nil):
            return "table inet carbonwall is loaded, and this state folder knows nothing of it (nft -f?)"
        case .foreign(let expected?):
            return "somebody changed the rules of policy \(expected.number) (\(expected.title)) by hand"
                + (status.drift.isEmpty ? "" : ":")
        }
    }

    private var confirmation: [String] {
        switch status.confirmation {
        case nil: status.lastOutcome.map { ["the last confirmation: \($0)"] } ?? []
        case .waiting(let pending, let left):
            [
                "it waits to be confirmed, and goes away in \(left.components.seconds) s: \(state.command("confirm"))",
                "  to go back to \(goal(pending)) at once: \(state.command("rollback"))",
            ]
        case .restoring: ["it wasn't confirmed in time; the rules before it are being restored now"]
        case .unwatched(let pending, _):
            [
                "policy \(pending.policy) waits to be confirmed, but its watchdog is dead: nothing goes back by itself",
                "  to go back to \(goal(pending)): \(state.command("rollback"))",
            ]
        case .interruptedByBoot(let pending):
            ["the machine was started anew while policy \(pending.policy) waited to be confirmed"]
        }
    }

    private func goal(_ pending: PendingConfirmation) -> String {
        pending.previous.map { "policy \($0)" } ?? "no rules of ours"
    }

    private var nextBoot: String {
        "the next boot loads \(status.nextBoot.map { "policy \($0.number): \($0.title)" } ?? "nothing of ours")"
    }

    private var dropped: [String] {
        status.counters.filter { $0.value.packets > 0 }.map { counter in
            "\(counter.value.packets) packets: \(counter.comment ?? counter.name.name)"
        }
    }

    private var usedPorts: String {
        let used = status.ports.filter { $0.hits.packets > 0 }
        guard !status.ports.isEmpty else { return "" }
        guard !used.isEmpty else { return "\nnone of the \(status.ports.count) open ports was used yet\n" }
        let rows = used.map {
            ["\($0.port)/\($0.transport.rawValue)", $0.place, "\($0.hits.packets)", $0.purpose ?? "-"]
        }
        return "\n" + TextTable(header: ["PORT", "WHO", "CONNECTIONS", "WHAT"], rows: rows).text
    }

    private var earlierPolicies: String {
        guard !status.history.isEmpty else { return "" }
        let rows = status.history.map { policy in
            ["\(policy.number)", policy.time.text, policy.isConfirmed ? "confirmed" : "-", policy.title]
        }
        return "\n" + TextTable(header: ["POLICY", "APPLIED", "", "TITLE"], rows: rows).text
    }
}
#endif
