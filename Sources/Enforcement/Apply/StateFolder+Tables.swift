import Netfilter

extension AppliedPolicy {
    /// Which of `policies` has exactly the ruleset `table`.
    static func list(of policies: [AppliedPolicy], with table: KernelTable) throws(NetfilterError) -> [AppliedPolicy] {
        let (messages, addresses) = try table.stored
        let found = (StoredRuleset.Part(of: messages), StoredRuleset.Part(of: addresses))
        return policies.filter { ($0.ruleset.messages, $0.ruleset.addresses) == found }
    }
}

extension KernelTable {
    /// The table as the folder keeps it.
    fileprivate var stored: (messages: [UInt8], addresses: [UInt8]) {
        get throws(NetfilterError) { (try Batch.making(withoutAddresses).serialized, AddressLists(self).bytes) }
    }
}

extension StateFolder {
    /// Stores `table` as the ruleset of the policy that is about to be added to the state as its `nextNumber`.
    ///
    /// - Throws: `StateError`, `NetfilterError`; then nothing of it is left.
    borrowing func store(
        _ table: KernelTable,
        failSafe: [UInt8],
        as number: Int,
        holding lock: borrowing StateLock
    ) throws -> StoredRuleset {
        let (messages, addresses) = try table.stored
        return try store(messages: messages, addresses: addresses, failSafe: failSafe, as: number, holding: lock)
    }

    /// The batch that makes the ruleset of `policy`, whatever there is, as netlink messages.
    ///
    /// - Throws: Where the file isn't exactly what was written.
    package borrowing func batch(of policy: AppliedPolicy) throws(StateError) -> [UInt8] {
        let messages = try messages(of: policy)
        let lists = try addressLists(of: policy).lists
        if lists.isEmpty { return messages }
        do {
            var batch = try Batch(serialized: messages)
            for list in lists { try batch.add(list.elements, to: list.set) }
            return batch.serialized
        } catch {
            throw .damaged(path(of: .ruleset(policy.number)), .inconsistent("it makes no batch: \(error)"))
        }
    }

    /// The table that `policy` made.
    ///
    /// - Throws: Where the file isn't exactly what was written.
    borrowing func table(of policy: AppliedPolicy) throws(StateError) -> KernelTable {
        let messages = try messages(of: policy)
        let additions: [Addition]
        do {
            additions = try Batch(serialized: messages).additions
        } catch {
            throw .damaged(path(of: .ruleset(policy.number)), .inconsistent("it makes no batch: \(error)"))
        }
        guard let table = KernelTable(additions) else {
            throw .damaged(path(of: .ruleset(policy.number)), .inconsistent("it makes no table"))
        }
        return table.filled(with: try addressLists(of: policy))
    }

    /// What is in the sets of addresses of `policy`.
    ///
    /// - Throws: Where the file isn't exactly what was written.
    borrowing func addressLists(of policy: AppliedPolicy) throws(StateError) -> AddressLists {
        let bytes = try addresses(of: policy)
        do {
            return try AddressLists(bytes: bytes)
        } catch {
            throw .damaged(path(of: .ruleset(policy.number)), error)
        }
    }
}

extension AddressLists.List {
    /// Its set, as far as its elements need it.
    fileprivate var set: NamedSet {
        NamedSet(ObjectName(Enforcer.table, name), key: .typeof(isIPv6 ? .ip6Source : .ipSource))
    }

    private var isIPv6: Bool {
        if case .ipv6 = elements { true } else { false }
    }
}
