import CNetfilter

/// A look-up whose result is a verdict.
///
/// nft: `tcp dport vmap @ports`, `ct state vmap { invalid : drop }`.
public struct VerdictMapLookup: Hashable, Sendable {
    /// The map, by its name or that which the kernel gave it.
    public let map: String
    /// What is looked up.
    public let register: Register
}

extension Expression {
    /// The look-up in a map of verdicts that it is; nil for any other expression.
    public var verdictMapLookup: VerdictMapLookup? {
        guard case .other("lookup", let bytes) = self else { return nil }
        let attributes = Attributes(bytes[...])
        guard attributes.number(NFTA_LOOKUP_DREG) == UInt32(NFT_REG_VERDICT.rawValue),
            let map = attributes.text(NFTA_LOOKUP_SET),
            let register = attributes.number(NFTA_LOOKUP_SREG, as: UInt32.self)
        else { return nil }
        return VerdictMapLookup(map: map, register: Register(rawValue: register))
    }
}

/// An element of a map of verdicts.
///
/// nft: `22 : accept`.
public struct VerdictMapElement: Hashable, Sendable {
    /// Which values.
    public let element: SetElement
    /// What becomes of a packet that has one of them.
    public let verdict: Verdict
}

extension NetlinkSocket {
    /// Every element of a map whose values are verdicts, in ascending order.
    ///
    /// nft: `list map inet example ports`.
    public mutating func verdicts(in map: NamedSet) throws(NetfilterError) -> [VerdictMapElement] {
        let stored = try conversation.storedElements(of: map)
        let verdicts = stored.sortedByKey.filter { !$0.isIntervalEnd }.map(\.verdict)
        return zip(SetElement.list(stored, of: map), verdicts).compactMap { element, verdict in
            verdict.map { VerdictMapElement(element: element, verdict: $0) }
        }
    }
}

extension StoredElement {
    /// The verdict that belongs to it; nil where it is no element of such a map.
    fileprivate var verdict: Verdict? {
        guard let verdict = attributes.nest(NFTA_SET_ELEM_DATA)?.nest(NFTA_DATA_VERDICT),
            let code = verdict.number(NFTA_VERDICT_CODE, as: Int32.self)
        else { return nil }
        return Verdict(code: code, chain: verdict.text(NFTA_VERDICT_CHAIN))
    }
}
