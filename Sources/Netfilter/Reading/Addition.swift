import CNetfilter

/// Something that a batch adds, read back from its messages.
public enum Addition: Hashable, Sendable {
    /// A table.
    case table(Table)
    /// A chain.
    case chain(Chain)
    /// A counter.
    case counter(Counter)
    /// A set with a name, without its elements.
    case set(NamedSet)
    /// Elements of a set with a name; those of a large one come in several parts.
    case elements([SetElement], of: ObjectName)
    /// A rule, with the contents of its anonymous sets.
    case rule(Rule)
}

extension Batch {
    /// All that the batch adds, in its order; what it deletes is left out.
    ///
    /// They are the values that it was made of, so a batch that was kept as bytes can be compared with what the kernel holds.
    ///
    /// - Throws: `malformedBatch` where elements come before their set, which no batch of this library's has.
    public var additions: [Addition] {
        get throws(NetfilterError) {
            var reader = AdditionReader()
            for message in NetlinkMessage.split(pages.bytes[...]) ?? [] {
                guard try reader.read(message) else { throw .malformedBatch }
            }
            return reader.additions
        }
    }
}

/// Goes through a batch again to make values of its messages.
private struct AdditionReader {
    private(set) var additions: [Addition] = []
    private var keys: [ObjectName: NamedSet] = [:]
    /// Sets without a name since the last rule, in the order in which the next one looks into them.
    private var anonymousSets: [AnonymousSet] = []

    /// Reads a message; false where it makes no sense.
    mutating func read(_ message: NetlinkMessage) throws(NetfilterError) -> Bool {
        switch message.kind {
        case .newTable: append(Table(message).map { .table($0) } ?? .table(Table(message.table(NFTA_TABLE_NAME))))
        case .newChain: append(Chain(message).map { .chain($0) })
        case .newObject: append(Counter(message).map { .counter($0) })
        case .newSet: append(LoadedSet(message))
        case .newElements: append(elements: message)
        case .newRule: append(.rule(Rule(message).resolving(&anonymousSets)))
        default: true
        }
    }

    private mutating func append(_ addition: Addition?) -> Bool {
        if let addition { additions.append(addition) }
        return addition != nil
    }

    private mutating func append(_ loaded: LoadedSet?) -> Bool {
        guard let loaded else { return false }
        keys[loaded.set.name] = loaded.set
        guard loaded.isAnonymous else { return append(.set(loaded.set)) }
        anonymousSets.append(AnonymousSet(key: loaded.set.key.withoutTypeof, elements: []))
        return true
    }

    private mutating func append(elements message: NetlinkMessage) -> Bool {
        let name = message.object(NFTA_SET_ELEM_LIST_TABLE, NFTA_SET_ELEM_LIST_SET)
        guard let set = keys[name], let stored = StoredElement.list(message) else { return false }
        let elements = SetElement.list(stored, of: set)
        guard name.name == SetHandle.anonymous(0).name else { return append(.elements(elements, of: name)) }
        guard let last = anonymousSets.popLast() else { return false }
        anonymousSets.append(AnonymousSet(key: last.key, elements: last.elements + elements))
        return true
    }
}

extension Rule {
    /// The rule with the first of `sets` for the first lookup without a name, and so on; these are taken from `sets`.
    fileprivate func resolving(_ sets: inout [AnonymousSet]) -> Rule {
        var rule = self
        var rest = sets[...]
        rule.expressions = expressions.map { expression in
            guard case .lookup(.named(SetHandle.anonymous(0).name), let isInverted, let register) = expression,
                let set = rest.popFirst()
            else { return expression }
            return .lookup(.anonymous(set), isInverted: isInverted, of: register)
        }
        sets = []
        return rule
    }
}
