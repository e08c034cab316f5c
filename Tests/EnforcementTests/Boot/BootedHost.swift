import Policy
import SystemPackage
import TestSupport

@testable import Enforcement

/// A host with a state folder, which is switched off and on again.
///
/// Only within `NetworkNamespace.isolated`.
final class BootedHost {
    let folder: TemporaryFolder
    private let host: FirewalledHost

    init() throws {
        folder = try TemporaryFolder()
        host = try FirewalledHost()
    }

    var path: FilePath { FilePath(folder.path) }

    /// Does what `carbonwall apply` does.
    @discardableResult
    func apply(_ policy: HostPolicy) throws -> ApplyOutcome {
        try host.inside.perform { try Enforcer(rememberingIn: path).apply(ApplyRequest(policy, isForced: true)) }
    }

    /// Takes all of our rules away, as a restart does, and what the kernel was like.
    func restart() throws {
        try host.inside.perform { _ = try KernelRestorer().restore(.none) }
        try edit { state in
            state.mark = nil
            guard let pending = state.pending else { return }
            state.pending = PendingConfirmation(
                policy: pending.policy,
                previous: pending.previous,
                deadline: pending.deadline,
                boot: BootID("an earlier boot"),
                token: pending.token
            )
        }
    }

    /// Does what `carbonwall boot` does.
    func boot(_ fallback: BootFallback = .closed) throws -> BootReport {
        try host.inside.perform { try Enforcer.boot(from: path, fallingBack: fallback) }
    }

    /// Boots a machine whose policy can't be loaded.
    func failToBoot(_ fallback: BootFallback = .closed) throws -> BootFailure? {
        do {
            _ = try boot(fallback)
            return nil
        } catch let failure as BootFailure {
            return failure
        }
    }

    /// Does something in the host's place.
    @discardableResult
    func inside<Value: Sendable>(_ body: @Sendable () throws -> Value) throws -> Value {
        try host.inside.perform { try body() }
    }

    func listing() throws -> String { try host.inside.perform { try Kernel.listing() } }

    func status() throws -> EnforcementStatus { try host.inside.perform { try EnforcementStatus.current(path) } }

    /// Whether a new connection from `peer` to `port` gets through, by a real packet.
    func isOpen(_ port: UInt16, to peer: Peer, _ family: AddressFamily = .v4) throws -> Bool {
        try host.passes(
            Packet(
                from: peer.address(family),
                to: FirewalledHost.address(family),
                .ports(.tcp, source: .random(in: 20000...60000), destination: port)
            )
        )
    }

    /// Changes what is remembered.
    func edit(_ change: (inout EnforcementState) throws -> Void) throws {
        guard let folder = try StateFolder.existing(path) else { return }
        let lock = try StateLock(folder, for: "test", waiting: .seconds(10))
        var state = try folder.load()
        try change(&state)
        try folder.save(state, holding: lock)
    }

    /// Overwrites a byte of a file.
    func damage(_ file: String, at place: Int = 100) throws {
        var bytes = try folder.contents(of: file)
        bytes[place] ^= 0xff
        try folder.write(bytes, to: file)
    }
}
