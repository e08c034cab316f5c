import Netfilter

/// What a rule asks of an address, read back from the kernel's expressions.
enum AddressMatcher: Hashable {
    /// All of a family.
    case family(isIPv6: Bool)
    /// Addresses that begin with the same bits as `first`, the rest of which is zero.
    case block(isIPv6: Bool, first: UInt128, prefixLength: Int)
    /// Blocks of one length, by the name of the set with their first addresses.
    case set(String, prefixLength: Int)

    /// The match that `expressions` are; nil where they are anything but one of the forms that a ruleset has.
    init?(_ expressions: some Collection<Expression>) {
        var rest = Array(expressions)[...]
        guard rest.popFirst() == .meta(.nfProtocol), let isIPv6 = rest.popFirst()?.comparesFamily else { return nil }
        guard let load = rest.popFirst() else {
            self = .family(isIPv6: isIPv6)
            return
        }
        guard load.loadsAddress(isIPv6) else { return nil }
        let width = isIPv6 ? 128 : 32
        let mask = rest.first?.mask
        if mask != nil { rest = rest.dropFirst() }
        switch rest.popFirst() {
        case .compare(.equal, let bytes, .first):
            let length = mask?.reduce(0) { $0 + $1.nonzeroBitCount } ?? bytes.count * 8
            self = .block(isIPv6: isIPv6, first: bytes.number(width), prefixLength: length)
        case .lookup(.named(let set), false, .first):
            self = .set(set, prefixLength: mask?.reduce(0) { $0 + $1.nonzeroBitCount } ?? width)
        default: return nil
        }
        guard rest.isEmpty else { return nil }
    }
}

extension Expression {
    /// Whether the family that this compares with is IPv6; nil where it compares something else.
    fileprivate var comparesFamily: Bool? {
        switch self {
        case .compare(.equal, [Family.ip.rawValue], .first): false
        case .compare(.equal, [Family.ip6.rawValue], .first): true
        default: nil
        }
    }

    /// Whether this loads an address of the IP header, or the beginning of one.
    fileprivate func loadsAddress(_ isIPv6: Bool) -> Bool {
        guard case .payload(let payload, .first) = self, payload.header == .network else { return false }
        return (isIPv6 ? [8, 24] : [12, 16]).contains(payload.offset)
    }

    fileprivate var mask: [UInt8]? {
        guard case .bitwise(let mask, let xor, .first) = self, xor.allSatisfy({ $0 == 0 }) else { return nil }
        return mask
    }
}

extension [UInt8] {
    /// The bytes as the highest ones of a number of `width` bits.
    fileprivate func number(_ width: Int) -> UInt128 {
        reduce(0) { $0 << 8 | UInt128($1) } << UInt128(width - 8 * count)
    }
}
