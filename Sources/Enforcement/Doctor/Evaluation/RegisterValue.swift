import Policy

/// What is known of a value that a rule has loaded; values are the numbers that their bytes are, the highest first.
enum RegisterValue: Hashable {
    case unknown
    /// Those bits of the value that `mask` has are those of `number`; all `length` bytes of it where that has all.
    case known(UInt128, mask: UInt128 = .max, length: Int)
    /// Any but this one.
    case anyBut(UInt128, length: Int)
    /// The port that the connection goes to.
    case port
    /// The port that it comes from: one of those that no server has.
    case clientPort
    /// Both, the one that it comes from first.
    case bothPorts
    /// The first `loaded` bits of the source's address, of which the first `kept` are as they were and the others zero.
    case source(kept: Int, loaded: Int)

    /// Bytes of it; nil where that isn't known.
    var length: Int? {
        switch self {
        case .unknown: nil
        case .known(_, _, let length), .anyBut(_, let length): length
        case .port, .clientPort: 2
        case .bothPorts: 4
        case .source(_, let loaded): loaded / 8
        }
    }

    /// Its first `count` bytes.
    func prefix(_ count: Int) -> RegisterValue {
        guard let length, count <= length else { return .unknown }
        if count == length { return self }
        switch self {
        case .known(let number, let mask, _):
            let shift = UInt128(8 * (length - count))
            return .known(number >> shift, mask: mask >> shift, length: count)
        case .source(let kept, _): return .source(kept: min(kept, 8 * count), loaded: 8 * count)
        case .bothPorts where count == 2: return .clientPort
        case .anyBut(let number, _):
            // A name that ends within the prefix: iptables compares no more than that.
            let rest = 8 * (length - count)
            let isWhole = number & .ones(rest + 8) == 0
            return isWhole ? .anyBut(number >> UInt128(rest), length: count) : .unknown
        default: return .unknown
        }
    }

    /// What is left of it after `& mask ^ xor`.
    func masked(_ mask: [UInt8], xor: [UInt8]) -> RegisterValue {
        guard let bits = UInt128(bigEndian: mask), let flips = UInt128(bigEndian: xor), length == mask.count else {
            return .unknown
        }
        switch self {
        case .known(let number, let known, let length):
            return .known(number & bits ^ flips, mask: known | ~bits, length: length)
        case .source(let kept, let loaded):
            guard flips == 0, let leading = mask.prefixLength else { return .unknown }
            return .source(kept: min(kept, leading), loaded: loaded)
        default: return flips == 0 && mask.allSatisfy { $0 == .max } ? self : .unknown
        }
    }
}

extension RegisterValue {
    /// Whether it is one of `values`.
    func isIn(_ values: IntervalSet<UInt128>, of kind: Traffic.Kind) -> Predicate {
        switch self {
        case .unknown: return values.isEmpty ? .never : .unknown
        case .known(let number, let mask, let length): return Self.answer(number, mask, length, values)
        case .anyBut(let number, _): return values.isOnly(number) ? .never : .unknown
        case .port: return .ports(values.ports)
        case .clientPort: return values.ports.intersection(Self.clientPorts).isEmpty ? .never : .unknown
        case .bothPorts: return values.highPorts.intersection(Self.clientPorts).isEmpty ? .never : .unknown
        case .source(let kept, let loaded):
            return .sources(Self.sources(kept: kept, loaded: loaded, width: kind.width, in: values))
        }
    }

    /// Connections come from ports that no server has.
    private static let clientPorts = IntervalSet<UInt16>([1024...(.max)])

    private static func answer(
        _ number: UInt128,
        _ mask: UInt128,
        _ length: Int,
        _ values: IntervalSet<UInt128>
    ) -> Predicate {
        let all = UInt128.max >> UInt128(128 - 8 * length)
        if mask & all == all { return values.contains(number & all) ? .always : .never }
        let isPossible = values.intervals.contains { interval in
            interval.lowerBound != interval.upperBound || interval.lowerBound & mask & all == number & mask & all
        }
        return isPossible ? .unknown : .never
    }

    /// The addresses whose first bits are one of `values`, which are compared with the bits that aren't kept as zeros.
    private static func sources(
        kept: Int,
        loaded: Int,
        width: Int,
        in values: IntervalSet<UInt128>
    ) -> IntervalSet<UInt128> {
        let zeros = UInt128.ones(loaded - kept)
        let shift = UInt128(width - loaded)
        return IntervalSet(
            values.intervals.compactMap { interval in
                let (start, overflow) = (interval.lowerBound | zeros).addingReportingOverflow(1)
                let isStart = interval.lowerBound & zeros == 0
                guard isStart || !overflow else { return nil }
                let first = isStart ? interval.lowerBound : start
                let last = min(interval.upperBound, .ones(loaded)) & ~zeros
                guard first <= last else { return nil }
                return (first << shift)...((last | zeros) << shift | .ones(width - loaded))
            }
        )
    }
}

extension UInt128 {
    /// The number that at most 16 bytes are, the highest first; nil for more.
    init?(bigEndian bytes: [UInt8]) {
        guard bytes.count <= 16 else { return nil }
        self = bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The lowest `count` bits.
    static func ones(_ count: Int) -> UInt128 { .max >> UInt128(128 - count) }
}

extension IntervalSet<UInt128> {
    /// Its numbers as ports; larger ones are none.
    fileprivate var ports: IntervalSet<UInt16> {
        IntervalSet<UInt16>(
            intersection(IntervalSet([0...UInt128(UInt16.max)])).intervals.map {
                UInt16(truncatingIfNeeded: $0.lowerBound)...UInt16(truncatingIfNeeded: $0.upperBound)
            }
        )
    }

    /// The upper halves of its numbers of 32 bits.
    fileprivate var highPorts: IntervalSet<UInt16> {
        IntervalSet<UInt128>(intervals.map { ($0.lowerBound >> 16)...($0.upperBound >> 16) }).ports
    }

    /// Whether nothing but `number` can be in it.
    fileprivate func isOnly(_ number: UInt128) -> Bool {
        intervals.allSatisfy { $0 == number...number }
    }
}

extension [UInt8] {
    /// How many bits are set from the first on, where no others are; nil for any other mask.
    fileprivate var prefixLength: Int? {
        let length = reduce(0) { $0 + $1.nonzeroBitCount }
        let isPrefix = indices.allSatisfy { index in
            self[index] == UInt8(truncatingIfNeeded: 0xff00 >> Swift.min(Swift.max(length - 8 * index, 0), 8))
        }
        return isPrefix ? length : nil
    }
}
