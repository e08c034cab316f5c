/// One or more neighbouring ports, both ends included, within 1…65535.
public struct PortRange: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The first port.
    public let lower: UInt16
    /// The last port; equal to `lower` for a single one.
    public let upper: UInt16

    /// The ports `lower…upper`, or nil where an end is outside 1…65535 or they are the wrong way round.
    public init?(_ lower: Int, _ upper: Int) {
        guard 1 <= lower, lower <= upper, upper <= 65535 else { return nil }
        self.lower = UInt16(lower)
        self.upper = UInt16(upper)
    }

    /// One port, or nil where it is outside 1…65535.
    public init?(_ port: Int) {
        self.init(port, port)
    }

    /// How many ports these are, 1…65535.
    public var count: Int { Int(upper) - Int(lower) + 1 }

    /// Whether this is a single port.
    public var isSingle: Bool { lower == upper }

    /// Whether `port` is one of these.
    public func contains(_ port: UInt16) -> Bool {
        lower <= port && port <= upper
    }

    /// Whether the two have a port in common.
    public func overlaps(_ other: PortRange) -> Bool {
        lower <= other.upper && other.lower <= upper
    }

    /// The range moved by `offset` ports, or nil where an end leaves 1…65535.
    public func shifted(by offset: Int) -> PortRange? {
        let (low, lowOverflow) = Int(lower).addingReportingOverflow(offset)
        let (high, highOverflow) = Int(upper).addingReportingOverflow(offset)
        guard !lowOverflow, !highOverflow else { return nil }
        return PortRange(low, high)
    }

    /// By first port, then by last.
    public static func < (left: PortRange, right: PortRange) -> Bool {
        (left.lower, left.upper) < (right.lower, right.upper)
    }

    /// `9443`, or `4001-4009`.
    public var description: String {
        isSingle ? "\(lower)" : "\(lower)-\(upper)"
    }
}

extension PortRange {
    /// Port 22.
    public static let ssh = PortRange(known: 22)

    /// A port that is known to be valid where it is written.
    private init(known port: UInt16) {
        lower = port
        upper = port
    }
}

extension PortRange {
    /// The ports that `text` names: `9443`, or `4001-4009`, without signs, spaces or leading zeros; nil where it isn't that.
    public init?(_ text: some StringProtocol) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.port($0) }
        guard 1...2 ~= ends.count, let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        self.init(first, last)
    }

    private static func port(_ text: some StringProtocol) -> Int? {
        guard 1...5 ~= text.utf8.count, text.utf8.first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        return Int(text)
    }
}
