/// What a rule matches or does, in nft's terms.
public enum Statement: Hashable, Sendable {
    /// Goes on where the field is the operand, or in it. nft: `ip saddr 10.0.0.0/8`.
    case match(Field, Operand)
    /// Goes on where the field isn't the operand, or in it. nft: `tcp dport != 22-23`.
    case mismatch(Field, Operand)
    /// Goes on where the fields together are in a set of concatenations. nft: `meta l4proto . th dport @services`.
    case concatenation([Field], in: String)
    /// Goes on where the connection is in one of these states. nft: `ct state established,related`.
    case connectionState(ConnectionState)
    /// Any step in the kernel's own terms: one without a match.
    case expression(Expression)

    /// nft: `accept`.
    public static let accept = Statement.expression(.verdict(.accept))
    /// nft: `drop`.
    public static let drop = Statement.expression(.verdict(.drop))
    /// nft: `return`.
    public static let `return` = Statement.expression(.verdict(.return))
    /// nft: `counter`.
    public static let counter = Statement.expression(.counter())

    /// nft: `jump services`.
    public static func jump(_ chain: String) -> Statement {
        .expression(.verdict(.jump(chain)))
    }

    /// nft: `goto services`.
    public static func goto(_ chain: String) -> Statement {
        .expression(.verdict(.goto(chain)))
    }

    /// nft: `counter name "dropped"`.
    public static func counter(named name: String) -> Statement {
        .expression(.namedCounter(name))
    }

    /// nft: `limit rate 5/minute burst 10 packets`.
    public static func limit(_ rate: UInt64, per period: Limit.Period, burst: UInt32 = 5) -> Statement {
        .expression(.limit(Limit(rate, per: period, burst: burst)))
    }

    /// nft: `log prefix "dropped: " level info`.
    public static func log(prefix: String = "", level: Log.Level = .warning, details: Log.Details = []) -> Statement {
        .expression(.log(Log(prefix: prefix, level: level, details: details)))
    }

    /// nft: `reject with icmpx type admin-prohibited`.
    public static func reject(_ reject: Reject) -> Statement {
        .expression(.reject(reject))
    }
}

/// What a field is compared with.
///
/// Literals are values, lists of literals are anonymous sets: `22`, `"eth0"`, `[22, 80]`.
public enum Operand: Hashable, Sendable {
    /// nft: `22`.
    case value(FieldValue)
    /// From the first to the second, which belongs to it. nft: `22-23`.
    case range(FieldValue, FieldValue)
    /// The values that start with the same `length` bits. nft: `10.0.0.0/8`.
    case prefix(FieldValue, length: Int)
    /// nft: `{ 22, 80-90 }`.
    case anyOf([SetElement])
    /// nft: `@services`.
    case set(String)
    /// In a set of the starts of blocks that all have this length. nft: `& 255.255.255.0 @blocks`.
    case blocks(in: String, prefixLength: Int)
}

extension Operand: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// The number `value`.
    public init(integerLiteral value: UInt128) {
        self = .value(.number(value))
    }

    /// The text `value`.
    public init(stringLiteral value: String) {
        self = .value(.text(value))
    }

    /// The anonymous set of `elements`.
    public init(arrayLiteral elements: SetElement...) {
        self = .anyOf(elements)
    }
}
