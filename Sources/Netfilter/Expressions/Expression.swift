import CNetfilter

/// A step of a rule, as the kernel runs it: it loads a value into a register, compares one, or does something.
///
/// Numbers in `payload` are in network order, all others as this machine holds them: the kernel takes a mask in the wrong order
/// without an error and compares something else. `Statement` gets that right by itself.
public enum Expression: Hashable, Sendable {
    /// Loads something about the packet. nft: `meta l4proto`.
    case meta(MetaKey, into: Register = .first)
    /// Loads bytes of the packet. nft: `@nh,96,32`.
    case payload(Payload, into: Register = .first)
    /// Loads something about the connection. nft: `ct state`.
    case conntrack(ConntrackKey, into: Register = .first)
    /// Asks the routing table. nft: `fib daddr type`.
    case fib(RouteQuery, into: Register = .first)
    /// Keeps the bits of `mask` and flips those of `xor`, both of the same length. nft: `… & 0xff ^ 0x01`.
    case bitwise(mask: [UInt8], xor: [UInt8], of: Register = .first)
    /// Goes on where the comparison of the register with these bytes holds. nft: `==`, `!=`, `<`.
    case compare(Relation, [UInt8], with: Register = .first)
    /// Goes on where the register is, or isn't, in a range of byte strings of the same length. nft: `!= 22-23`.
    case range(isInverted: Bool, from: [UInt8], through: [UInt8], of: Register = .first)
    /// Goes on where the register is, or isn't, in a set. nft: `@services`, `{ 22, 80 }`.
    case lookup(SetReference, isInverted: Bool = false, of: Register = .first)
    /// Goes on while a rate isn't reached. nft: `limit rate 5/minute burst 10 packets`.
    case limit(Limit)
    /// Writes a line to the kernel's log. nft: `log prefix "…"`.
    case log(Log)
    /// Counts. nft: `counter packets 0 bytes 0`.
    case counter(CounterValue = CounterValue())
    /// Counts in the counter of this name. nft: `counter name "…"`.
    case namedCounter(String)
    /// Decides. nft: `accept`.
    case verdict(Verdict)
    /// Refuses, with an answer. nft: `reject with icmpx type admin-prohibited`.
    case reject(Reject)
    /// A step that this library doesn't know, by the kernel's name and its attributes byte for byte, so that a rule that was
    /// read can be written back.
    case other(name: String, attributes: [UInt8])

    /// How a register may relate to a value.
    public enum Relation: Hashable, Sendable, CaseIterable {
        /// `==`
        case equal
        /// `!=`
        case notEqual
        /// `<`, byte by byte from the first
        case less
        /// `<=`
        case lessOrEqual
        /// `>`
        case greater
        /// `>=`
        case greaterOrEqual
    }
}

/// The set that a lookup goes to.
public enum SetReference: Hashable, Sendable {
    /// One with a name, in the same table. nft: `@services`.
    case named(String)
    /// One that comes and goes with the rule. nft: `{ 22, 80 }`.
    case anonymous(AnonymousSet)
}

extension Expression.Relation {
    /// The kernel's number for it.
    var number: UInt32 {
        switch self {
        case .equal: UInt32(NFT_CMP_EQ.rawValue)
        case .notEqual: UInt32(NFT_CMP_NEQ.rawValue)
        case .less: UInt32(NFT_CMP_LT.rawValue)
        case .lessOrEqual: UInt32(NFT_CMP_LTE.rawValue)
        case .greater: UInt32(NFT_CMP_GT.rawValue)
        case .greaterOrEqual: UInt32(NFT_CMP_GTE.rawValue)
        }
    }
}
