import Policy
import TestSupport
import Testing

@testable import Enforcement

@Suite struct StateFormatTests {
    private static let file = SealedBytes.seal(SampleState.full.content, as: .state)

    private static func read(_ bytes: [UInt8]) throws(StateError.Damage) -> EnforcementState {
        let (content, version) = try SealedBytes.openVersioned(bytes, as: .state)
        return try EnforcementState(content: content, version: version)
    }

    @Test func `a state with something in every field is read back as it was`() throws {
        #expect(try Self.read(Self.file) == SampleState.full)
    }

    @Test func `an empty state is read back as it was`() throws {
        #expect(try Self.read(SealedBytes.seal(EnforcementState().content, as: .state)) == EnforcementState())
    }

    @Test func `a file that was cut anywhere is an error`() {
        for length in 0..<Self.file.count {
            #expect(throws: StateError.Damage.self) { try Self.read(Array(Self.file.prefix(length))) }
        }
    }

    /// One bit of each byte: a checksum in a debug build takes its time.
    @Test func `a file with any one bit changed is an error`() {
        for byte in Self.file.indices {
            var bytes = Self.file
            bytes[byte] ^= 1 << (byte % 8)
            #expect(throws: StateError.Damage.self) { try Self.read(bytes) }
        }
    }

    @Test func `a file with something behind its end is an error`() {
        #expect(throws: StateError.Damage.wrongLength) { try Self.read(Self.file + [0]) }
    }

    @Test(arguments: ["", "version: 1\nsources: {}\n", "carbonwall watch", String(repeating: "\0", count: 500)])
    func `a file of something else is an error that says so`(text: String) {
        #expect(throws: StateError.Damage.foreign) { try Self.read(Array(text.utf8)) }
    }

    @Test func `a file of another version is an error that says which`() {
        var bytes = Array(Self.file.dropLast(32))
        bytes[19] = 99
        #expect(throws: StateError.Damage.version(99)) { try Self.read(bytes + SHA256.digest(of: bytes)) }
    }

    /// A state that has nothing the version before didn't know, and the file that it wrote of it.
    private static func previous(_ change: (inout EnforcementState) -> Void = { _ in }) -> (EnforcementState, [UInt8]) {
        var state = SampleState.full
        state.owner = nil
        state.remember(nil, nil, of: 2)
        state.pending = nil
        change(&state)
        var content = ByteWriter()
        content.append(raw: state.content.bytes)
        // Each policy ended in its three flags, and the state in the last outcome.
        var bytes = Array(content.bytes.dropLast())
        var start = 10
        for policy in state.history {
            start += 16 + 2 + policy.digest.utf8.count + 2 + policy.title.utf8.count + 3 * 40 + 3
            bytes.removeSubrange(start..<start + 2)
        }
        var old = ByteWriter()
        old.append(raw: bytes)
        var file = Array(SealedBytes.seal(old, as: .state).dropLast(32))
        file[19] = 1
        return (state, file + SHA256.digest(of: file))
    }

    @Test func `a state that the version before wrote is read`() throws {
        let (state, file) = Self.previous()
        #expect(try Self.read(file) == state)
    }

    @Test func `a policy that was changed by hand, which the version before confirmed, isn't confirmed any more`()
        throws
    {
        let (_, file) = Self.previous { state in
            let ruleset = state.history[0].ruleset
            state.add(AppliedPolicy(number: 4, digest: "", title: "policy 2, changed by hand", ruleset: ruleset))
            state.enforce(4, mark: nil, isConfirmed: false)
            state.history[3].isConfirmed = true
            state.confirmed = 4
        }
        let read = try Self.read(file)
        #expect(read.confirmed == 2)
        #expect(read[4]?.isConfirmed == false)
    }

    @Test func `the watchdog's file isn't taken for the state`() {
        let bytes = SealedBytes.seal(SampleState.full.content, as: .watchdog)
        #expect(throws: StateError.Damage.foreign) { try Self.read(bytes) }
    }

    /// What has the right checksum and was never written: by somebody who can compute checksums.
    @Test func `random content under a right checksum is an error or a state, never a crash`() {
        var generator = SeededGenerator(seed: 1)
        let content = SampleState.full.content.bytes
        for _ in 0..<5000 {
            var bytes = content
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            bytes = Array(bytes.prefix(Int.random(in: 0...(bytes.count * 2), using: &generator)))
            var writer = ByteWriter()
            writer.append(raw: bytes)
            guard let state = try? Self.read(SealedBytes.seal(writer, as: .state)) else { continue }
            #expect(state.content.bytes == bytes)
        }
    }

    /// A change that makes nonsense of a state, and what reading it says.
    struct Nonsense: Sendable {
        let reason: String
        let change: @Sendable (inout EnforcementState) -> Void
    }

    @Test(arguments: [
        Nonsense(reason: "it refers to a policy that isn't in it") { $0.current = 9 },
        Nonsense(reason: "it refers to a policy that isn't in it") { $0.confirmed = 9 },
        Nonsense(reason: "it refers to a policy that isn't in it") { $0.history.removeLast() },
        Nonsense(reason: "the numbers of its policies don't ascend") { $0.history.reverse() },
        Nonsense(reason: "the numbers of its policies don't ascend") { $0.nextNumber = 3 },
        Nonsense(reason: "its confirmed policy isn't confirmed") { $0.confirmed = 3 },
        Nonsense(reason: "a list in it is too long") { $0.history = Array(repeating: $0.history[0], count: 11) },
    ])
    func `a state that makes no sense is an error that says why`(nonsense: Nonsense) {
        var state = SampleState.full
        nonsense.change(&state)
        let bytes = SealedBytes.seal(state.content, as: .state)
        #expect(throws: StateError.Damage.inconsistent(nonsense.reason)) { try Self.read(bytes) }
    }
}
