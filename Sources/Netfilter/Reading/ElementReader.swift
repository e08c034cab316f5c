import CNetfilter

/// An element as the kernel holds it: half of an interval in a set of one field.
struct StoredElement {
    let key: ArraySlice<UInt8>
    let last: ArraySlice<UInt8>?
    let isIntervalEnd: Bool
    let attributes: Attributes

    /// The elements of a message; nil where one has no key.
    static func list(_ message: NetlinkMessage) -> [StoredElement]? {
        let elements = message.attributes.nest(NFTA_SET_ELEM_LIST_ELEMENTS)?.map {
            StoredElement(Attributes($0.content))
        }
        guard let elements else { return [] }
        let complete = elements.compactMap(\.self)
        return complete.count == elements.count ? complete : nil
    }

    private init?(_ attributes: Attributes) {
        guard let key = attributes.nest(NFTA_SET_ELEM_KEY)?.content(NFTA_DATA_VALUE) else { return nil }
        self.key = key
        last = attributes.nest(NFTA_SET_ELEM_KEY_END)?.content(NFTA_DATA_VALUE)
        let flags: UInt32 = attributes.number(NFTA_SET_ELEM_FLAGS) ?? 0
        isIntervalEnd = flags & UInt32(NFT_SET_ELEM_INTERVAL_END.rawValue) != 0
        self.attributes = attributes
    }
}

extension SetElement {
    /// The element of a set that holds it as it is.
    fileprivate init(_ stored: StoredElement, key: SetKey) {
        self.init(
            key: key.values(of: stored.key),
            upper: stored.last.map { key.values(of: $0) },
            counter: stored.attributes.counter,
            comment: stored.attributes.content(NFTA_SET_ELEM_USERDATA).flatMap(UserData.comment(ofElement:))
        )
    }

    /// The elements that `stored` stands for, in ascending order.
    static func list(_ stored: [StoredElement], of set: NamedSet) -> [SetElement] {
        let stored = stored.sortedByKey
        guard set.isInterval, !set.key.isConcatenation else { return stored.map { SetElement($0, key: set.key) } }
        var elements: [SetElement] = []
        for (index, start) in stored.enumerated() where !start.isIntervalEnd {
            var element = SetElement(start, key: set.key)
            let bound = index + 1 < stored.count ? stored[index + 1].key : nil
            let upper = set.key.values(
                of: bound.map(Self.predecessor) ?? [UInt8](repeating: .max, count: start.key.count)
            )
            if upper != element.key { element.upper = upper }
            elements.append(element)
        }
        return elements
    }

    /// The key before `key`, which isn't the first.
    private static func predecessor(_ key: ArraySlice<UInt8>) -> [UInt8] {
        guard let index = key.lastIndex(where: { $0 != 0 }) else { return Array(key) }
        return key[..<index] + [key[index] - 1] + repeatElement(.max, count: key.endIndex - index - 1)
    }
}

extension [StoredElement] {
    /// In ascending order, the end of an interval before the start of the next.
    var sortedByKey: [StoredElement] {
        sorted { $0.key.lexicographicallyPrecedes($1.key) || $0.key.elementsEqual($1.key) && $0.isIntervalEnd }
    }
}

extension Attributes {
    /// The numbers of an element that counts.
    fileprivate var counter: CounterValue? {
        nest(NFTA_SET_ELEM_EXPR)?.nest(NFTA_EXPR_DATA).flatMap(CounterValue.init)
    }
}
