import CNetfilter

/// An element whose key is a number; in a set with intervals, where one starts, or what comes behind its end.
struct NumericElement<Number: FixedWidthInteger & Sendable> {
    let number: Number
    let isIntervalEnd: Bool

    /// The elements of a message; nil where a key isn't a number of this length.
    static func list(_ message: NetlinkMessage) -> [NumericElement]? {
        guard let elements = message.attributes.nest(NFTA_SET_ELEM_LIST_ELEMENTS) else { return [] }
        var numbers: [NumericElement] = []
        for element in elements {
            let attributes = Attributes(element.content)
            let value = attributes.nest(NFTA_SET_ELEM_KEY)?.content(NFTA_DATA_VALUE)
            guard let number = value.flatMap({ Number(networkBytes: $0) }) else { return nil }
            let flags = attributes.number(NFTA_SET_ELEM_FLAGS, as: UInt32.self) ?? 0
            numbers.append(
                NumericElement(number: number, isIntervalEnd: flags & UInt32(NFT_SET_ELEM_INTERVAL_END.rawValue) != 0)
            )
        }
        return numbers
    }

    /// The intervals between `bounds`, in ascending order: each goes up to the next bound, the last one to the last number.
    static func intervals(between bounds: [NumericElement]) -> [ClosedRange<Number>] {
        let bounds = bounds.sorted { $0.number < $1.number || $0.number == $1.number && $0.isIntervalEnd }
        return bounds.indices.compactMap { index in
            let (start, next) = (bounds[index], index + 1 < bounds.count ? bounds[index + 1].number : nil)
            guard !start.isIntervalEnd, start.number != next else { return nil }
            return start.number...(next.map { $0 - 1 } ?? .max)
        }
    }
}
