import Netfilter
import Policy
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Enforcement

/// Who answers a confirmation and is held up on the way, past the deadline and the watchdog's patience with the lock.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct StallTests {
    /// The system calls; before the call number `step` something else happens.
    private final class StallingStorage: StorageCalls {
        private let system = SystemStorage()
        private let callsLeft: Atomic<Int>
        private let happen: @Sendable () -> Void

        init(at step: Int, _ happen: @escaping @Sendable () -> Void) {
            callsLeft = Atomic(step)
            self.happen = happen
        }

        var isOver: Bool { callsLeft.load(ordering: .relaxed) < 0 }

        private func stallIfDue() {
            if callsLeft.subtract(1, ordering: .relaxed).oldValue == 0 { happen() }
        }

        func create(_ name: String, in folder: borrowing Descriptor) throws(Errno) -> Descriptor {
            stallIfDue()
            return try system.create(name, in: folder)
        }

        func write(_ bytes: RawSpan, to file: borrowing Descriptor) throws(Errno) -> Int {
            stallIfDue()
            return try system.write(bytes, to: file)
        }

        func sync(_ file: borrowing Descriptor) throws(Errno) {
            stallIfDue()
            try system.sync(file)
        }

        func rename(_ name: String, to target: String, in folder: borrowing Descriptor) throws(Errno) {
            stallIfDue()
            try system.rename(name, to: target, in: folder)
        }

        func remove(_ name: String, in folder: borrowing Descriptor) throws(Errno) {
            stallIfDue()
            try system.remove(name, in: folder)
        }
    }

    enum Verb: CaseIterable {
        case confirm, remove, rollback
    }

    /// Policies 1 to 3 applied and confirmed, and policy 4 pending, with time left.
    private static func prepare(_ path: FilePath) throws -> PendingConfirmation {
        for number in 1...4 {
            let source = Source(.admins, AddressSet([try CIDR("192.0.2.\(number)")]))
            let policy = HostPolicy(title: "\(number)", services: [], sources: [source])
            _ = try Enforcer(rememberingIn: path).apply(ApplyRequest(policy, isForced: true))
        }
        let folder = try StateFolder(creating: path)
        let lock = try StateLock(folder, for: "test", waiting: .seconds(10))
        var state = try folder.load()
        state.confirmed = 3
        let pending = try PendingConfirmation(of: 4, backTo: 3, within: 600)
        try state.begin(pending)
        try folder.save(state, holding: lock)
        return pending
    }

    private static func perform(_ verb: Verb, in folder: consuming StateFolder) throws {
        let enforcer = Enforcer(rememberingIn: folder, waiting: .seconds(10))
        switch verb {
        case .confirm: try enforcer.confirm()
        case .remove: _ = try enforcer.remove()
        // To another policy than the watchdog's.
        case .rollback: _ = try enforcer.rollBack(to: 1, isForced: true)
        }
    }

    @Test(arguments: Verb.allCases)
    func `what is said to be done is so, wherever it is held up, and what the watchdog undid is said to be undone`(
        verb: Verb
    ) async throws {
        let undone = try await NetworkNamespace.isolated {
            var undone: [Bool] = []
            while true {
                let temporary = try TemporaryFolder()
                let path = FilePath(temporary.path(of: "state"))
                defer { _ = try? KernelRestorer().restore(.none) }
                let pending = try Self.prepare(path)
                let storage = StallingStorage(at: undone.count) {
                    // What a watchdog does that has waited for the lock in vain.
                    guard let watchdog = try? Watchdog(pending.token, in: path) else { return }
                    _ = try? watchdog.restoreWithoutLock(KernelRestorer())
                }
                let wasUndone = try Self.wasUndone(pending) {
                    try Self.perform(verb, in: StateFolder(creating: path, storage: storage))
                }
                undone.append(wasUndone)
                try Self.check(verb, path, wasUndone: wasUndone, "\(verb) \(undone.count - 1)")
                if storage.isOver { continue }
                return undone
            }
        }
        #expect(undone.count > 5)
        #expect(undone.first == true && undone.last == false)
        #expect(undone == undone.sorted { $0 && !$1 }, "once it is answered the watchdog leaves")
    }

    private static func wasUndone(_ pending: PendingConfirmation, _ body: () throws -> Void) throws -> Bool {
        do {
            try body()
            return false
        } catch let error as ConfirmationError {
            #expect(error == .undone(pending))
            return true
        }
    }

    private static func check(_ verb: Verb, _ path: FilePath, wasUndone: Bool, _ place: Comment) throws {
        let status = try EnforcementStatus.current(path)
        #expect(status.confirmation == nil, place)
        let expected: Int? = if wasUndone { 3 } else if verb == .confirm { 4 } else { verb == .rollback ? 1 : nil }
        switch status.rules {
        case .policy(let policy): #expect(policy.number == expected, place)
        case .none(nil): #expect(expected == nil, place)
        default: Issue.record("\(place.rawValue): \(status.rules)")
        }
        #expect(status.confirmed?.number == expected, place)
        if wasUndone { #expect(status.lastOutcome?.result == .restored, place) }
        let isMarked = try StateFolder.existing(path)?.names().contains("restoring")
        #expect(isMarked == false, place)
    }

    @Test func `a watchdog that is about to restore is waited for, and one that is dead isn't`() throws {
        let temporary = try TemporaryFolder()
        let folder = try StateFolder(creating: FilePath(temporary.path(of: "state")))
        try folder.apply()
        let pending = try PendingConfirmation(of: 1, backTo: nil, within: 600)
        let wait = Duration.milliseconds(50)
        let without = folder.waitForRestoration(of: pending, patience: wait)
        #expect(without, "there is none")
        let alive = try #require(ProcessIdentity.current)
        let dead = ProcessIdentity(number: alive.number, startTime: 1)
        let marks = [
            (RestorationMark(token: pending.token, process: alive, isDone: false), false),
            (RestorationMark(token: pending.token, process: alive, isDone: true), true),
            (RestorationMark(token: pending.token, process: dead, isDone: false), true),
            (RestorationMark(token: .random(), process: alive, isDone: false), true),
        ]
        for (mark, expected) in marks {
            try folder.save(mark)
            let hasDecided = folder.waitForRestoration(of: pending, patience: wait)
            #expect(hasDecided == expected, "\(mark)")
        }
    }
}
