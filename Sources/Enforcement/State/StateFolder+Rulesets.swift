import Policy
import SystemPackage

extension StoredRuleset {
    /// A batch of 500,000 addresses has 20 MB; this is 1 GiB.
    static let largestPart = 1 << 30
}

extension StateFolder {
    /// Stores the ruleset of the policy that is about to be added to the state as its `nextNumber`.
    ///
    /// - Parameters:
    ///   - batch: The netlink messages that make the ruleset where there is none.
    ///   - failSafe: What `FailSafe` makes of the policy; empty for a ruleset that is of no policy.
    ///   - number: The policy's number.
    ///   - lock: The folder's.
    /// - Returns: What `AppliedPolicy` has to remember of it.
    /// - Throws: Where it can't be written; then nothing of it is left.
    package borrowing func store(
        batch: [UInt8],
        failSafe: [UInt8],
        as number: Int,
        holding lock: borrowing StateLock
    ) throws(StateError) -> StoredRuleset {
        let ruleset = StoredRuleset(batch: .init(of: batch), failSafe: .init(of: failSafe))
        try replace(.ruleset(number), with: [batch, failSafe])
        return ruleset
    }

    /// The netlink messages that make the ruleset of `policy` where there is none.
    ///
    /// - Throws: Where the file isn't exactly what was written.
    package borrowing func batch(of policy: AppliedPolicy) throws(StateError) -> [UInt8] {
        try part(policy.ruleset.batch, at: 0, of: policy)
    }

    /// What was stored of the fail-safe of `policy`.
    ///
    /// - Throws: Where the file isn't exactly what was written.
    package borrowing func failSafe(of policy: AppliedPolicy) throws(StateError) -> [UInt8] {
        try part(policy.ruleset.failSafe, at: policy.ruleset.batch.length, of: policy)
    }

    private borrowing func part(
        _ part: StoredRuleset.Part,
        at offset: Int,
        of policy: AppliedPolicy
    ) throws(StateError) -> [UInt8] {
        let file = StateFile.ruleset(policy.number)
        guard let open = try open(file) else { throw .damaged(path(of: file), .missing) }
        guard open.length == policy.ruleset.batch.length + policy.ruleset.failSafe.length else {
            throw .damaged(path(of: file), .wrongLength)
        }
        let bytes = try StateError.naming("read", path(of: file)) { () throws(Errno) in
            try open.descriptor.read(part.length, at: offset)
        }
        guard StoredRuleset.Part(of: bytes) == part else { throw .damaged(path(of: file), .checksum) }
        return bytes
    }
}
