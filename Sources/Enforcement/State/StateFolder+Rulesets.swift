import Policy
import SystemPackage

extension StoredRuleset {
    /// 500,000 addresses take 2 MB or so; this is 1 GiB.
    static let largestPart = 1 << 30
}

extension StateFolder {
    /// Stores the ruleset of the policy that is about to be added to the state as its `nextNumber`.
    ///
    /// - Parameters:
    ///   - messages: The netlink messages that make the ruleset whatever there is, but for addresses in sets.
    ///   - addresses: Those, as `AddressLists` has them.
    ///   - failSafe: What `FailSafe` makes of the policy; empty for a ruleset that is of no policy.
    ///   - number: The policy's number.
    ///   - lock: The folder's.
    /// - Returns: What `AppliedPolicy` has to remember of it.
    /// - Throws: Where it can't be written; then nothing of it is left.
    package borrowing func store(
        messages: [UInt8],
        addresses: [UInt8],
        failSafe: [UInt8],
        as number: Int,
        holding lock: borrowing StateLock
    ) throws(StateError) -> StoredRuleset {
        let ruleset = StoredRuleset(
            messages: .init(of: messages),
            addresses: .init(of: addresses),
            failSafe: .init(ofFailSafe: failSafe)
        )
        try replace(.ruleset(number), with: [messages, addresses, failSafe])
        return ruleset
    }

    /// The netlink messages that make the ruleset of `policy`, but for addresses in sets.
    ///
    /// - Throws: Where the file isn't exactly what was written.
    borrowing func messages(of policy: AppliedPolicy) throws(StateError) -> [UInt8] {
        try read(policy.ruleset.messages, at: 0, of: policy)
    }

    /// What is in the sets of addresses of `policy`, as bytes.
    ///
    /// - Throws: Where the file isn't exactly what was written.
    borrowing func addresses(of policy: AppliedPolicy) throws(StateError) -> [UInt8] {
        try read(policy.ruleset.addresses, at: policy.ruleset.messages.length, of: policy)
    }

    /// What was stored of the fail-safe of `policy`, known by its end; reading it as a `FailSafe` checks the rest.
    ///
    /// - Throws: Where the file is another, or ends otherwise.
    package borrowing func failSafe(of policy: AppliedPolicy) throws(StateError) -> [UInt8] {
        let ruleset = policy.ruleset
        let offset = ruleset.messages.length + ruleset.addresses.length
        return try read(ruleset.failSafe, at: offset, of: policy, as: StoredRuleset.Part.init(ofFailSafe:))
    }

    private borrowing func read(
        _ part: StoredRuleset.Part,
        at offset: Int,
        of policy: AppliedPolicy,
        as describe: ([UInt8]) -> StoredRuleset.Part = StoredRuleset.Part.init(of:)
    ) throws(StateError) -> [UInt8] {
        let file = StateFile.ruleset(policy.number)
        guard let open = try open(file) else { throw .damaged(path(of: file), .missing) }
        guard open.length == policy.ruleset.length else {
            throw .damaged(path(of: file), .wrongLength)
        }
        let bytes = try StateError.naming("read", path(of: file)) { () throws(Errno) in
            try open.descriptor.read(part.length, at: offset)
        }
        guard describe(bytes) == part else { throw .damaged(path(of: file), .checksum) }
        return bytes
    }
}
