internal import CNetfilter

/// Where an interval of numbers starts, or what comes behind its end.
struct IntervalBound<Number: FixedWidthInteger & Sendable> {
    let number: Number
    let isEnd: Bool

    /// The bounds in a message; nil where one isn't a number of this length.
    static func list(_ message: NetlinkMessage) -> [IntervalBound]? {
        guard let elements = message.attributes.nest(NFTA_SET_ELEM_LIST_ELEMENTS) else { return [] }
        var bounds: [IntervalBound] = []
        for element in elements {
            let attributes = Attributes(element.content)
            let value = attributes.nest(NFTA_SET_ELEM_KEY)?.content(NFTA_DATA_VALUE)
            guard let number = value.flatMap({ Number(networkBytes: $0) }) else { return nil }
            let flags = attributes.number(NFTA_SET_ELEM_FLAGS, as: UInt32.self) ?? 0
            bounds.append(IntervalBound(number: number, isEnd: flags & UInt32(NFT_SET_ELEM_INTERVAL_END.rawValue) != 0))
        }
        return bounds
    }

    /// The intervals between `bounds`, in ascending order: each goes up to the next bound, the last one to the last number.
    static func intervals(_ bounds: [IntervalBound]) -> [ClosedRange<Number>] {
        let bounds = bounds.sorted { $0.number < $1.number || $0.number == $1.number && $0.isEnd }
        return bounds.indices.compactMap { index in
            guard !bounds[index].isEnd else { return nil }
            let next = index + 1 < bounds.count ? bounds[index + 1].number - 1 : .max
            return bounds[index].number...next
        }
    }
}
