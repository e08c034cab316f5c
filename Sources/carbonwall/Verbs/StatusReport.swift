#if os(Linux)
import Emitters
import Enforcement
import Netfilter
import Policy

/// What is in force, for a person and for a program.
struct StatusReport {
    let status: EnforcementStatus
    /// The state folder, or why nobody can tell which it is.
    let home: Result<StateHome, StateHomeError>
    let state: StateOptions

    /// What the next start does; nil if the folder that counts for it isn't known.
    private var nextBoot: NextBoot? {
        if case .elsewhere = status.relation { return nil }
        return (try? home.get()).map { NextBoot(status.confirmed, in: $0).checkingWhatIsStored(at: $0.path) }
    }

    /// The policy that the next boot will load; nil if it will load none.
    var nextPolicy: AppliedPolicy? { nextBoot?.policy }

    /// The sentences, and a table of the ports that were used.
    var text: String {
        let facts = place + [rules] + status.drift.map { "  \($0)" } + confirmation + (nextBoot?.lines ?? [])
        let lines = facts + dropped + obstacles
        return lines.map { "\($0.printable)\n" }.joined() + usedPorts + earlierPolicies
    }

    /// Where the state is, if that isn't the machine's own folder.
    private var place: [String] {
        switch home {
        case .success(let home): place(home)
        case .failure(let error):
            ["no state folder is read, since \(error)"] + (error.advice.map { ["  \($0)"] } ?? [])
        }
    }

    private func place(_ home: StateHome) -> [String] {
        switch status.relation {
        case .elsewhere(let namespace, let isCertain):
            return [
                "\(home.path) belongs to \(namespace), which \(isCertain ? "exists" : "may exist"): nothing of it counts here"
            ]
        case .gone(isOtherMachine: true): return ["\(home.path) is another machine's state: boot loads its policy here"]
        case .here, .gone: break
        }
        guard case .namespace(let namespace) = home.kind else { return [] }
        return ["this is \(namespace), not that of process 1: its state is in \(home.path), apart from the machine's"]
    }

    private var rules: String {
        let time = status.since.map { " since \($0.text)" } ?? ""
        switch status.rules {
        case .policy(let policy):
            let mode = policy.isAuditOnly ? ", audit only: it drops nothing" : ""
            let other = status.expected.flatMap { $0.number == policy.number ? nil : $0.number }
            let cause =
                policy.wasInForce
                ? "somebody loaded it" : "its apply was interrupted before that was noted; apply it again"
            return "policy \(policy.number) is in force\(time)\(mode): \(policy.title)"
                + (other.map { " (in the place of policy \($0): \(cause))" } ?? "")
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

    private var dropped: [String] {
        status.counters.filter { $0.value.packets > 0 }.map { counter in
            "\(Int(clamping: counter.value.packets).counted("packet")): \(counter.comment ?? counter.name.name)"
        }
    }

    private var obstacles: [String] {
        status.obstacles.filter { $0.severity > .note }.map { "\($0.severity.rawValue): \($0.message) [\($0.slug)]" }
    }

    private var usedPorts: String {
        let used = status.ports.filter { $0.hits.packets > 0 }
        guard !status.ports.isEmpty else { return "" }
        guard !used.isEmpty else { return "\nnone of the \(status.ports.count.counted("open port")) was used yet\n" }
        let rows = used.map {
            ["\($0.port)/\($0.transport.rawValue)", $0.place, "\($0.hits.packets)", $0.purpose ?? "-"]
        }
        return "\n" + TextTable(header: ["PORT", "WHO", "CONNECTIONS", "WHAT"], rows: rows).text
    }

    private var earlierPolicies: String {
        guard !status.history.isEmpty else { return "" }
        let rows = status.history.map { policy in
            [
                "\(policy.number)", policy.time.text, policy.isConfirmed ? "confirmed" : "-", policy.title,
                policy.origin?.user ?? "-", policy.origin?.command ?? "-",
            ]
        }
        return "\n" + TextTable(header: ["POLICY", "APPLIED", "", "TITLE", "BY", "COMMAND"], rows: rows).text
    }
}

extension NextBoot {
    /// What the machine will do, and what to do about it if that isn't what was asked for.
    var lines: [String] {
        switch self {
        case .nothingConfirmed: ["the next boot loads nothing of ours"]
        case .loads(let policy, let others):
            ["the next boot loads policy \(policy.number): \(policy.title)"]
                + (others.isEmpty ? [] : ["  and rules of other firewalls besides: \(others.joined(separator: ", "))"])
        case .loadsNothing(let policy, let obstacle):
            ["the next boot doesn't load policy \(policy.number), although it is confirmed: \(obstacle.reason)"]
                + (obstacle.remedy.map { ["  to mend it: \($0)"] } ?? [])
        }
    }
}
#endif
