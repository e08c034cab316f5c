#if os(Linux)
import Emitters
import Enforcement
import Netfilter
import Policy

extension StatusReport {
    /// The same as an object.
    var json: JSONValue {
        .object([
            ("rules", .string(kind)),
            ("policy", (policy ?? expected).map { .object($0.members) }),
            ("drift", status.drift.isEmpty ? nil : .array(status.drift.map(\.json))),
            ("since", status.since.map { .string($0.text) }),
            ("confirmation", confirmationMembers.map(JSONValue.object)),
            ("lastConfirmation", status.lastOutcome.map { .string("\($0)") }),
            ("nextBoot", .orNull(nextPolicy) { .integer($0.number) }),
            ("stateFolder", stateFolder),
            ("counters", .array(status.counters.map(\.json))),
            ("ports", .array(status.ports.map(\.json))),
            ("findings", .array(status.obstacles.map(\.json))),
            ("history", .array(status.history.map { .object($0.members) })),
        ])
    }

    private var stateFolder: JSONValue? {
        guard let home = try? home.get() else { return nil }
        return .string("\(home.path)")
    }

    /// `policy`, `none`, `foreign`, `fail-safe`, or `missing` where a policy should be there and no table is.
    private var kind: String {
        switch status.rules {
        case .policy: "policy"
        case .none(nil): "none"
        case .none: "missing"
        case .foreign: "foreign"
        case .failSafe: "fail-safe"
        }
    }

    private var policy: AppliedPolicy? {
        if case .policy(let policy) = status.rules { policy } else { nil }
    }

    private var expected: AppliedPolicy? {
        switch status.rules {
        case .none(let expected), .foreign(let expected): expected
        case .policy, .failSafe: nil
        }
    }

    private var confirmationMembers: [(name: String, value: JSONValue?)]? {
        switch status.confirmation {
        case nil: nil
        case .waiting(let pending, let left): pending.members("waiting", left)
        case .restoring(let pending): pending.members("restoring", nil)
        case .unwatched(let pending, let left): pending.members("unwatched", left)
        case .interruptedByBoot(let pending): pending.members("interrupted by a boot", nil)
        }
    }
}

extension PendingConfirmation {
    fileprivate func members(_ status: String, _ left: Duration?) -> [(name: String, value: JSONValue?)] {
        [
            ("status", .string(status)),
            ("policy", .integer(policy)),
            ("previous", previous.map(JSONValue.integer)),
            ("secondsLeft", left.map { .integer(Int($0.components.seconds)) }),
        ]
    }
}

extension Counter {
    fileprivate var json: JSONValue {
        .object([
            ("name", .string(name.name)),
            ("packets", .integer(Int(clamping: value.packets))),
            ("bytes", .integer(Int(clamping: value.bytes))),
            ("comment", comment.map(JSONValue.string)),
        ])
    }
}

extension OpenPort {
    fileprivate var json: JSONValue {
        .object([
            ("port", .integer(Int(port))),
            ("transport", .string(transport.rawValue)),
            ("place", .string(place)),
            ("packets", .integer(Int(clamping: hits.packets))),
            ("bytes", .integer(Int(clamping: hits.bytes))),
            ("purpose", purpose.map(JSONValue.string)),
        ])
    }
}
#endif
