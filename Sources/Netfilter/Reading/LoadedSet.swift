import CNetfilter

/// A set as the kernel holds it.
public struct LoadedSet: Hashable, Sendable {
    /// What it is, by the name that the kernel knows it by: for an anonymous one, that which it got there.
    public let set: NamedSet
    /// Whether it belongs to the rule that looks into it.
    public let isAnonymous: Bool
    /// How many elements it has; nil where the kernel doesn't tell.
    ///
    /// Of intervals of one field the kernel counts starts and ends, and tells half of that, rounded down: one that reaches up to
    /// the last value there is has no end, and may be missing from the count.
    public let elementCount: Int?
    /// What it has that this library can't describe, by the kernel's bits: a map, timeouts, additions by rules.
    public let otherFlags: UInt32
    /// Whether `set` and its elements say all that it is.
    public let isDescribed: Bool

    /// Whether its elements have values: verdicts, or others.
    ///
    /// nft: `map`.
    public var isMap: Bool { otherFlags & NFT_SET_MAP.rawValue != 0 }
}

extension LoadedSet {
    init?(_ message: NetlinkMessage) {
        let attributes = message.attributes
        guard let typeNumber = attributes.number(NFTA_SET_KEY_TYPE, as: UInt32.self),
            let length = attributes.number(NFTA_SET_KEY_LEN, as: UInt32.self)
        else { return nil }
        let flags = nft_set_flags(rawValue: attributes.number(NFTA_SET_FLAGS) ?? 0)
        let userData = attributes.content(NFTA_SET_USERDATA) ?? []
        let expressions = attributes.setExpressionNames
        let typeof = UserData.typeof(ofSet: userData)
        set = NamedSet(
            message.object(NFTA_SET_TABLE, NFTA_SET_NAME),
            key: SetKey(typeNumber: typeNumber, length: Int(length), typeof: typeof),
            isInterval: flags.contains(NFT_SET_INTERVAL),
            isCounting: expressions == ["counter"],
            capacity: attributes.nest(NFTA_SET_DESC)?.number(NFTA_SET_DESC_SIZE),
            comment: UserData.comment(ofSet: userData)
        )
        isAnonymous = flags.contains(NFT_SET_ANONYMOUS)
        elementCount = attributes.number(CNF_SET_COUNT, as: UInt32.self).map(Int.init)
        let described =
            NFT_SET_ANONYMOUS.rawValue | NFT_SET_CONSTANT.rawValue | NFT_SET_INTERVAL.rawValue | NFT_SET_CONCAT.rawValue
        otherFlags = flags.rawValue & ~described
        isDescribed = otherFlags == 0 && [[], ["counter"]].contains(expressions)
    }
}

extension nft_set_flags {
    fileprivate func contains(_ flag: nft_set_flags) -> Bool {
        rawValue & flag.rawValue != 0
    }
}

extension Attributes {
    /// What each element of a set does: one expression, or a list of several.
    fileprivate var setExpressionNames: [String] {
        let single = nest(NFTA_SET_EXPR).map { [$0] } ?? []
        let several = nest(NFTA_SET_EXPRESSIONS)?.map { Attributes($0.content) } ?? []
        return (single + several).compactMap { $0.text(NFTA_EXPR_NAME) }
    }
}
