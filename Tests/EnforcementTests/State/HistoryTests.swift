import Testing

@testable import Enforcement

@Suite struct HistoryTests {
    private static let ruleset = StoredRuleset(
        messages: .init(of: []),
        addresses: .init(of: []),
        failSafe: .init(of: [])
    )

    private static func add(to state: inout EnforcementState) {
        state.add(AppliedPolicy(number: state.nextNumber, digest: SampleState.digest, title: "", ruleset: ruleset))
    }

    @Test func `the last ten policies are remembered`() {
        var state = EnforcementState()
        for number in 1...25 {
            Self.add(to: &state)
            state.enforce(number, mark: nil, isConfirmed: true)
        }
        #expect(state.history.map(\.number) == Array(16...25))
    }

    @Test func `the confirmed policy is remembered however many unconfirmed ones come after it`() {
        var state = EnforcementState()
        Self.add(to: &state)
        state.enforce(1, mark: nil, isConfirmed: true)
        for number in 2...25 {
            Self.add(to: &state)
            state.enforce(number, mark: nil, isConfirmed: false)
        }
        #expect(state.history.map(\.number) == [1] + Array(17...25))
        #expect(state.confirmed == 1)
        #expect(state[1]?.isConfirmed == true)
        #expect(state[25]?.isConfirmed == false)
    }

    @Test func `what a pending confirmation goes back to is remembered`() throws {
        var state = EnforcementState()
        for _ in 1...2 { Self.add(to: &state) }
        try state.begin(PendingConfirmation(of: 2, backTo: 1, within: 60))
        for _ in 3...25 { Self.add(to: &state) }
        #expect(state.history.prefix(2).map(\.number) == [1, 2])
        #expect(state.history.count == 10)
    }

    @Test func `removing the table leaves nothing for the next boot and keeps the history`() {
        var state = SampleState.full
        state.enforce(nil, mark: SampleState.mark(9), isConfirmed: true)
        #expect(state.current == nil)
        #expect(state.confirmed == nil)
        #expect(state.history.count == 3)
    }

    @Test(arguments: [
        ("short", "short"),
        (String(repeating: "ä", count: 256), String(repeating: "ä", count: 256)),
        (String(repeating: "ä", count: 257), String(repeating: "ä", count: 256)),
        ("x" + String(repeating: "👩‍👩‍👧", count: 100), "x" + String(repeating: "👩‍👩‍👧", count: 28)),
    ])
    func `a title is cut between characters`(title: String, kept: String) {
        let policy = AppliedPolicy(number: 1, digest: "", title: title, ruleset: Self.ruleset)
        #expect(policy.title == kept)
    }
}
