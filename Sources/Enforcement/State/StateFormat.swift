// The content of the file `state`, in the order of its fields. Writing and reading are beside each other.

extension EnforcementState {
    var content: ByteWriter {
        var writer = ByteWriter()
        writer.append(policy: nextNumber)
        writer.append(history) { $0.append($1) }
        writer.append(current) { $0.append(policy: $1) }
        writer.append(since) { $0.append($1.seconds) }
        writer.append(lastInForce) { $0.append(policy: $1) }
        writer.append(confirmed) { $0.append(policy: $1) }
        writer.append(mark) { $0.append($1) }
        writer.append(pending) { $0.append($1) }
        writer.append(lastOutcome) { $0.append($1) }
        writer.append(owner) { $0.append($1) }
        return writer
    }

    /// Reads the content of format `version`: 1 has no owner at its end, and neither origins nor selections.
    ///
    /// - Throws: `StateError.Damage` if the content isn't exactly a state that this program could have written.
    init(content: ByteReader, version: UInt32) throws(StateError.Damage) {
        var reader = content
        nextNumber = try reader.policyNumber()
        for _ in 0..<(try reader.count(limit: Self.longestHistory)) {
            history.append(try reader.appliedPolicy(version: version))
        }
        current = try reader.flag() ? reader.policyNumber() : nil
        since = try reader.flag() ? CalendarTime(seconds: reader.number()) : nil
        lastInForce = try reader.flag() ? reader.policyNumber() : nil
        confirmed = try reader.flag() ? reader.policyNumber() : nil
        mark = try reader.flag() ? reader.kernelMark() : nil
        pending = try reader.flag() ? reader.pendingConfirmation() : nil
        lastOutcome = try reader.flag() ? reader.confirmationOutcome() : nil
        if version >= 2 { owner = try reader.flag() ? reader.stateOwner() : nil }
        try reader.finish()
        if version == 1 { forgetThatFoundRulesWereConfirmed() }
        try checkConsistency()
    }

    /// The version before confirmed what was changed by hand, too.
    private mutating func forgetThatFoundRulesWereConfirmed() {
        for index in history.indices where history[index].isFoundInKernel { history[index].isConfirmed = false }
        guard let number = confirmed, self[number]?.isFoundInKernel == true else { return }
        confirmed = history.last { $0.isConfirmed }?.number
    }

    private func checkConsistency() throws(StateError.Damage) {
        let numbers = history.map(\.number)
        guard zip(numbers, numbers.dropFirst() + [nextNumber]).allSatisfy({ $0 < $1 }) else {
            throw .inconsistent("the numbers of its policies don't ascend")
        }
        let needed = [current, lastInForce, confirmed, pending?.policy, pending?.previous].compactMap(\.self)
        guard needed.allSatisfy(numbers.contains) else {
            throw .inconsistent("it refers to a policy that isn't in it")
        }
        guard confirmed.flatMap({ self[$0]?.isConfirmed }) != false else {
            throw .inconsistent("its confirmed policy isn't confirmed")
        }
    }
}

extension ByteWriter {
    fileprivate mutating func append(policy number: Int) {
        append(UInt64(number))
    }

    fileprivate mutating func append(_ policy: AppliedPolicy) {
        append(policy: policy.number)
        append(policy.time.seconds)
        append(policy.digest)
        append(policy.title)
        append(policy.ruleset.messages)
        append(policy.ruleset.addresses)
        append(policy.ruleset.failSafe)
        for flag in [policy.isAuditOnly, policy.wasInForce, policy.isConfirmed] { append(UInt8(flag ? 1 : 0)) }
        append(policy.origin) { writer, origin in
            for text in [origin.user, origin.command, origin.selection, origin.node] { writer.append(text) }
        }
        append(policy.selection) { writer, selection in
            writer.append(selection.record)
            writer.append(selection.contents) { $0.append(raw: $1) }
        }
    }

    private mutating func append(_ part: StoredRuleset.Part) {
        append(UInt64(part.length))
        append(raw: part.digest)
    }

    fileprivate mutating func append(_ mark: KernelMark) {
        append(mark.generation)
        append(mark.boot.text)
        append(mark.namespace)
    }

    fileprivate mutating func append(_ owner: StateOwner) {
        append(UInt8(owner.machine.count))
        append(raw: owner.machine)
        append(owner.boot.text)
        append(owner.namespace)
    }

    private mutating func append(_ namespace: NetworkNamespaceID) {
        append(namespace.inode)
        append(namespace.cookie)
    }

    fileprivate mutating func append(_ pending: PendingConfirmation) {
        append(policy: pending.policy)
        append(pending.previous) { $0.append(policy: $1) }
        append(pending.deadline.nanoseconds)
        append(pending.boot.text)
        append(pending.token.number)
    }

    fileprivate mutating func append(_ outcome: ConfirmationOutcome) {
        append(policy: outcome.policy)
        append(outcome.time.seconds)
        switch outcome.result {
        case .confirmed: append(UInt8(0))
        case .restored: append(UInt8(1))
        case .failed(let reason):
            append(UInt8(2))
            append(reason)
        }
    }
}

extension ByteReader {
    fileprivate mutating func policyNumber() throws(StateError.Damage) -> Int {
        let number: UInt64 = try number()
        // Numbers beyond have no successor left.
        guard number >= 1, number < 1 << 62 else { throw .inconsistent("a policy in it has an impossible number") }
        return Int(number)
    }

    fileprivate mutating func appliedPolicy(version: UInt32) throws(StateError.Damage) -> AppliedPolicy {
        var policy = AppliedPolicy(
            number: try policyNumber(),
            time: CalendarTime(seconds: try number()),
            digest: try text(limit: 128),
            title: try text(limit: AppliedPolicy.longestTitle),
            ruleset: StoredRuleset(messages: try part(), addresses: try part(), failSafe: try part()),
            isAuditOnly: try flag()
        )
        policy.wasInForce = try flag()
        policy.isConfirmed = try flag()
        guard version >= 2 else { return policy }
        policy.origin = try flag() ? policyOrigin() : nil
        policy.selection = try flag() ? storedSelection() : nil
        return policy
    }

    private mutating func policyOrigin() throws(StateError.Damage) -> PolicyOrigin {
        PolicyOrigin(
            user: try text(limit: PolicyOrigin.longestName),
            command: try text(limit: PolicyOrigin.longestCommand),
            selection: try text(limit: PolicyOrigin.longestCommand),
            node: try text(limit: PolicyOrigin.longestName)
        )
    }

    private mutating func storedSelection() throws(StateError.Damage) -> StoredSelection {
        let record = try part()
        var contents: [[UInt8]] = []
        for _ in 0..<(try count(limit: StoredSelection.mostFiles)) { contents.append(try raw(count: 32)) }
        return StoredSelection(record: record, contents: contents)
    }

    private mutating func part() throws(StateError.Damage) -> StoredRuleset.Part {
        let length: UInt64 = try number()
        guard length <= UInt64(StoredRuleset.largestPart) else { throw .inconsistent("a ruleset of it is too large") }
        return StoredRuleset.Part(length: Int(length), digest: try raw(count: 32))
    }

    fileprivate mutating func kernelMark() throws(StateError.Damage) -> KernelMark {
        KernelMark(
            generation: try number(),
            boot: BootID(try text(limit: BootID.longestText)),
            namespace: try namespace()
        )
    }

    fileprivate mutating func stateOwner() throws(StateError.Damage) -> StateOwner {
        let length: UInt8 = try number()
        guard length == 0 || length == StateOwner.machineLength else {
            throw .inconsistent("a machine in it has an impossible number")
        }
        return StateOwner(
            machine: try raw(count: Int(length)),
            boot: BootID(try text(limit: BootID.longestText)),
            namespace: try namespace()
        )
    }

    private mutating func namespace() throws(StateError.Damage) -> NetworkNamespaceID {
        NetworkNamespaceID(inode: try number(), cookie: try number())
    }

    fileprivate mutating func pendingConfirmation() throws(StateError.Damage) -> PendingConfirmation {
        PendingConfirmation(
            policy: try policyNumber(),
            previous: try flag() ? policyNumber() : nil,
            deadline: BootTime(nanoseconds: try number()),
            boot: BootID(try text(limit: BootID.longestText)),
            token: ConfirmationToken(number: try number())
        )
    }

    fileprivate mutating func confirmationOutcome() throws(StateError.Damage) -> ConfirmationOutcome {
        ConfirmationOutcome(
            policy: try policyNumber(),
            time: CalendarTime(seconds: try number()),
            result: try outcomeResult()
        )
    }

    private mutating func outcomeResult() throws(StateError.Damage) -> ConfirmationOutcome.Result {
        let tag: UInt8 = try number()
        switch tag {
        case 0: return .confirmed
        case 1: return .restored
        case 2: return .failed(try text(limit: ConfirmationOutcome.longestReason))
        default: throw .inconsistent("it has an outcome of an unknown kind")
        }
    }
}
