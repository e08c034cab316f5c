import CNetfilter

extension Refusal {
    /// What the errors mean, in the order of the batch whose bytes are given.
    ///
    /// After the first error the kernel goes on, and refuses what depends on what it has refused: that is left out.
    static func list(_ errors: [Acknowledgement], of batch: [UInt8]) -> [Refusal] {
        var reader = RefusalReader()
        var errors = errors.sorted { $0.sequence < $1.sequence }[...]
        for message in NetlinkMessage.split(batch[...]) ?? [] {
            reader.enter(message)
            while let error = errors.first, error.sequence == message.sequence {
                reader.append(error, for: message)
                errors.removeFirst()
            }
        }
        return reader.refusals
    }
}

/// Goes through a batch again to tell what its messages are about.
private struct RefusalReader {
    private(set) var refusals: [Refusal] = []
    /// How many rules the batch has added to each chain so far.
    private var ruleCounts: [ChainName: Int] = [:]
    /// What isn't there because it was refused.
    private var refusedNames: Set<String> = []

    /// Takes note of a message, refused or not.
    ///
    /// The rule that follows anonymous sets is what these belong to.
    mutating func enter(_ message: NetlinkMessage) {
        guard message.kind == .newRule else { return }
        ruleCounts[message.chain(NFTA_RULE_TABLE, NFTA_RULE_CHAIN), default: 0] += 1
        let rule = subject(ofRule: message)
        while let last = refusals.last, last.subject.isAnonymousSet {
            refusals.removeLast()
            refusals.append(Refusal(subject: rule, place: .anonymousSet, error: last.error))
        }
    }

    mutating func append(_ error: Acknowledgement, for message: NetlinkMessage) {
        let path = message.path(to: error.offset)
        guard let subject = subject(of: message), !isConsequence(error, path.last) else { return }
        if let name = message.nameOfNewObject { refusedNames.insert(name) }
        refusals.append(Refusal(subject: subject, place: message.place(of: path), error: error.error))
    }

    /// Whether something isn't there that the attribute in question names, and that was refused before.
    private func isConsequence(_ error: Acknowledgement, _ attribute: Attributes.Element?) -> Bool {
        guard error.error == .noEntry, let attribute else { return false }
        return refusedNames.contains { attribute.content.contains(name: $0) }
    }

    private func subject(of message: NetlinkMessage) -> Refusal.Subject? {
        switch message.kind {
        case .newTable, .deleteTable: .table(message.table(NFTA_TABLE_NAME))
        case .newChain, .deleteChain: .chain(message.chain(NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME))
        case .newRule: subject(ofRule: message)
        case .deleteRule: subject(ofDeletedRule: message)
        case .newSet, .deleteSet: .set(message.object(NFTA_SET_TABLE, NFTA_SET_NAME))
        case .newElements, .deleteElements:
            .elements(of: message.object(NFTA_SET_ELEM_LIST_TABLE, NFTA_SET_ELEM_LIST_SET))
        case .newObject, .deleteObject: .counter(message.object(NFTA_OBJ_TABLE, NFTA_OBJ_NAME))
        default: nil
        }
    }

    private func subject(ofRule message: NetlinkMessage) -> Refusal.Subject {
        let chain = message.chain(NFTA_RULE_TABLE, NFTA_RULE_CHAIN)
        let comment = message.attributes.content(NFTA_RULE_USERDATA).flatMap(UserData.comment(ofRule:))
        return .rule(in: chain, index: (ruleCounts[chain] ?? 1) - 1, comment: comment)
    }

    private func subject(ofDeletedRule message: NetlinkMessage) -> Refusal.Subject {
        .deletedRule(
            in: message.chain(NFTA_RULE_TABLE, NFTA_RULE_CHAIN),
            handle: message.attributes.number(NFTA_RULE_HANDLE)
        )
    }
}

extension Refusal.Subject {
    /// Whether it is a set, or elements of one, that gets its name from the kernel.
    fileprivate var isAnonymousSet: Bool {
        switch self {
        case .set(let name), .elements(let name): name.name == SetHandle.anonymous(0).name
        default: false
        }
    }
}

extension NetlinkMessage {
    /// The table that it is about, whose name is in this attribute.
    func table(_ type: some AttributeType) -> TableName {
        TableName(family, attributes.text(type) ?? "")
    }

    /// The chain that it is about, whose names are in these attributes.
    func chain(_ table: some AttributeType, _ name: some AttributeType) -> ChainName {
        ChainName(self.table(table), attributes.text(name) ?? "")
    }

    /// The set or counter that it is about, whose names are in these attributes.
    func object(_ table: some AttributeType, _ name: some AttributeType) -> ObjectName {
        ObjectName(self.table(table), attributes.text(name) ?? "")
    }

    /// What it would make, without its table.
    fileprivate var nameOfNewObject: String? {
        switch kind {
        case .newTable: attributes.text(NFTA_TABLE_NAME)
        case .newChain: attributes.text(NFTA_CHAIN_NAME)
        case .newSet: attributes.text(NFTA_SET_NAME)
        case .newObject: attributes.text(NFTA_OBJ_NAME)
        default: nil
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether the name occurs in it, zero byte included.
    fileprivate func contains(name: String) -> Bool {
        let name = Array(name.utf8) + [0]
        return indices.contains { self[$0...].starts(with: name) }
    }
}
