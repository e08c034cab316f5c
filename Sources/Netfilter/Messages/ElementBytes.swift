import CNetfilter

extension SetElement {
    /// The elements of the kernel that stand for it in a set, each as its attributes.
    ///
    /// A range in a set of one field is two: its first key, and one that ends it behind its last. A range of concatenations is one,
    /// with both keys.
    func encoded(key setKey: SetKey, isInterval: Bool) throws(InvalidObject) -> [[UInt8]] {
        guard key.count == setKey.fields.count, upper.map({ $0.count == key.count }) ?? true else {
            throw .element(self, setKey)
        }
        let lower = try setKey.encoded(key)
        let last = try upper.map { value throws(InvalidObject) in try setKey.encoded(value) }
        guard isInterval || last == nil else { throw .element(self, setKey) }
        if isInterval, !setKey.isConcatenation {
            return [attributes(key: lower, last: nil)] + end(behind: last ?? lower)
        }
        return [attributes(key: lower, last: last)]
    }

    /// The element that ends a range whose last key is `last`; none where no key is higher.
    private func end(behind last: [UInt8]) -> [[UInt8]] {
        guard let index = last.lastIndex(where: { $0 != .max }) else { return [] }
        let key = last[..<index] + [last[index] + 1] + repeatElement(0, count: last.count - index - 1)
        var attributes = AttributeBuilder()
        attributes.put(NFTA_SET_ELEM_FLAGS, UInt32(NFT_SET_ELEM_INTERVAL_END.rawValue))
        attributes.nest(NFTA_SET_ELEM_KEY) { $0.put(NFTA_DATA_VALUE, key) }
        return [attributes.bytes]
    }

    private func attributes(key: [UInt8], last: [UInt8]?) -> [UInt8] {
        var attributes = AttributeBuilder()
        attributes.nest(NFTA_SET_ELEM_KEY) { $0.put(NFTA_DATA_VALUE, key) }
        if let last {
            attributes.nest(NFTA_SET_ELEM_KEY_END) { $0.put(NFTA_DATA_VALUE, last) }
        }
        if let comment { attributes.put(NFTA_SET_ELEM_USERDATA, UserData.element(comment: comment)) }
        if let counter {
            attributes.nest(NFTA_SET_ELEM_EXPR) { expression in
                expression.put(NFTA_EXPR_NAME, "counter")
                expression.nest(NFTA_EXPR_DATA) {
                    $0.put(NFTA_COUNTER_BYTES, counter.bytes)
                    $0.put(NFTA_COUNTER_PACKETS, counter.packets)
                }
            }
        }
        return attributes.bytes
    }
}
