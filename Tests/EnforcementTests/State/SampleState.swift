import Policy
import SystemPackage
import TestSupport

@testable import Enforcement

/// States and rulesets to test with.
enum SampleState {
    /// Bytes that are different for every policy, and of a length that fits no block.
    static func batch(_ number: Int, count: Int = 3001) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
    }

    static let addresses = Array("addresses".utf8)

    static func failSafe(_ number: Int) -> [UInt8] { Array("fail-safe of \(number)".utf8) }

    static let digest = SHA256.hexDigest(of: [])

    /// A state that has something in every field.
    static var full: EnforcementState {
        var state = EnforcementState()
        for number in 1...3 {
            let ruleset = StoredRuleset(
                messages: .init(of: batch(number)),
                addresses: .init(of: []),
                failSafe: .init(of: failSafe(number))
            )
            let time = CalendarTime(seconds: 1_764_000_000 + Int64(number))
            state.add(
                AppliedPolicy(number: number, time: time, digest: digest, title: "apim:\(number)", ruleset: ruleset)
            )
        }
        state.remember(
            StoredSelection(record: .init(of: [1]), contents: [SHA256.digest(of: [2])]),
            PolicyOrigin(user: "alice", command: "carbonwall apply", selection: "--policy p.yaml", node: "gw"),
            of: 2
        )
        state.enforce(2, mark: mark(7), isConfirmed: true, at: CalendarTime(seconds: 8))
        state.pending = PendingConfirmation(
            policy: 3,
            previous: 2,
            deadline: BootTime(nanoseconds: 5_000_000_000),
            boot: BootID("boot"),
            token: ConfirmationToken(number: 0xfeed)
        )
        state.owner = StateOwner(
            machine: Array(0..<16),
            boot: BootID("boot"),
            namespace: NetworkNamespaceID(inode: 1, cookie: 2)
        )
        state.lastOutcome = ConfirmationOutcome(policy: 1, time: CalendarTime(seconds: 9), result: .failed("EPERM"))
        return state
    }

    static func mark(_ generation: UInt32) -> KernelMark {
        KernelMark(generation: generation, boot: BootID("boot"), namespace: NetworkNamespaceID(inode: 1, cookie: 2))
    }
}

extension StateFolder {
    /// Stores the next policy, as `apply` does, and makes it the one in force.
    @discardableResult
    borrowing func apply(
        _ batch: [UInt8]? = nil,
        addresses: [UInt8] = [],
        seconds: Int64 = 1_764_000_000,
        isConfirmed: Bool = true
    ) throws -> EnforcementState {
        let lock = try StateLock(self, for: "apply", waiting: .seconds(10))
        var state = try load()
        let number = state.nextNumber
        let ruleset = try store(
            messages: batch ?? SampleState.batch(number),
            addresses: addresses,
            failSafe: SampleState.failSafe(number),
            as: number,
            holding: lock
        )
        let time = CalendarTime(seconds: seconds)
        state.add(
            AppliedPolicy(
                number: number,
                time: time,
                digest: SampleState.digest,
                title: "apim:\(number)",
                ruleset: ruleset
            )
        )
        state.enforce(number, mark: SampleState.mark(UInt32(number)), isConfirmed: isConfirmed)
        try save(state, holding: lock)
        return state
    }

    /// Checks that every ruleset that `state` remembers can be read and is what was stored.
    borrowing func holdsRulesets(of state: EnforcementState) throws -> Bool {
        for policy in state.history {
            guard try messages(of: policy) == SampleState.batch(policy.number),
                try failSafe(of: policy) == SampleState.failSafe(policy.number)
            else { return false }
        }
        return true
    }
}
