import Netfilter
import Policy

/// What is in a set, as the numbers that its bytes are.
enum SetContent: Hashable {
    /// Of one field.
    case single(IntervalSet<UInt128>, length: Int)
    /// Of several: for each element the values of each field.
    case concatenation([[ClosedRange<UInt128>]], lengths: [Int])
    /// It wasn't read, or isn't understood.
    case unknown

    init(_ key: SetKey, _ elements: [SetElement]) {
        let ranges = elements.map { $0.ranges(of: key) }
        guard !ranges.contains(nil) else {
            self = .unknown
            return
        }
        let known = ranges.compactMap(\.self)
        if key.fields.count == 1 {
            self = .single(IntervalSet(known.map { $0[0] }), length: key.fields[0].length)
        } else {
            self = .concatenation(known, lengths: key.fields.map(\.length))
        }
    }

    /// Whether what `registers` hold from `register` on is in it.
    func contains(_ registers: Registers, _ register: Register, of kind: Traffic.Kind) -> Predicate {
        switch self {
        case .unknown: return .unknown
        case .single(let values, let length): return registers.value(of: register, count: length).isIn(values, of: kind)
        case .concatenation(let elements, let lengths):
            let values = registers.values(from: register, lengths)
            return Predicate(
                anyOf: elements.map { Predicate(allOf: zip(values, $0).map { $0.isIn(IntervalSet([$1]), of: kind) }) }
            )
        }
    }
}

extension Registers {
    /// The fields of a concatenation, each of which starts a word.
    fileprivate func values(from register: Register, _ lengths: [Int]) -> [RegisterValue] {
        var word = register.word
        return lengths.map { length in
            defer { word += (length + 3) / 4 }
            return value(atWord: word, count: length)
        }
    }
}

extension SetElement {
    /// The numbers of each field; nil where a value has no number, or a range of it isn't one of numbers.
    fileprivate func ranges(of setKey: SetKey) -> [ClosedRange<UInt128>]? {
        guard key.count == setKey.fields.count, !key.isEmpty else { return nil }
        var ranges: [ClosedRange<UInt128>] = []
        for (index, field) in setKey.fields.enumerated() {
            let last = upper?[index] ?? key[index]
            guard let first = key[index].number(as: field), let last = last.number(as: field), first <= last,
                first == last || field.layout != .hostOrder || field.length == 1
            else { return nil }
            ranges.append(first...last)
        }
        return ranges
    }
}

extension FieldValue {
    /// The number that its bytes are in a set, the highest first.
    fileprivate func number(as type: DataType) -> UInt128? {
        switch self {
        case .number(let number) where type.layout == .hostOrder && type.length == 4:
            UInt128.inHostOrder(UInt32(truncatingIfNeeded: number))
        case .number(let number) where type.layout == .networkOrder || type.length == 1: number
        case .text(let text) where text.utf8.count <= type.length:
            UInt128(bigEndian: Array(text.utf8) + [UInt8](repeating: 0, count: type.length - text.utf8.count))
        case .bytes(let bytes): UInt128(bigEndian: bytes)
        default: nil
        }
    }
}

extension Predicate {
    /// What all of `predicates` let go on.
    fileprivate init(allOf predicates: [Predicate]) {
        var box = Box()
        var isUnknown = false
        for predicate in predicates {
            switch predicate {
            case .always: break
            case .never:
                self = .never
                return
            case .unknown, .anyOf: isUnknown = true
            case .sources(let sources): box.sources = box.sources.map(sources.intersection) ?? sources
            case .ports(let ports): box.ports = box.ports.map(ports.intersection) ?? ports
            }
        }
        switch (isUnknown, box.sources, box.ports) {
        case (true, _, _): self = .unknown
        case (_, nil, nil): self = .always
        case (_, let sources?, nil): self = .sources(sources)
        case (_, nil, let ports?): self = .ports(ports)
        default: self = .anyOf([box])
        }
    }

    /// What at least one of `predicates` lets go on.
    fileprivate init(anyOf predicates: [Predicate]) {
        let possible = predicates.filter { $0 != .never }
        if possible.contains(.always) {
            self = .always
        } else if possible.contains(.unknown) {
            self = .unknown
        } else {
            self.init(unionOf: possible)
        }
    }

    /// Unites those that are about the same thing, so that they aren't looked at one by one.
    private init(unionOf predicates: [Predicate]) {
        var sources: [ClosedRange<UInt128>] = []
        var ports: [ClosedRange<UInt16>] = []
        var boxes: [Box] = []
        for predicate in predicates {
            switch predicate {
            case .sources(let set): sources += set.intervals
            case .ports(let set): ports += set.intervals
            case .anyOf(let more): boxes += more
            case .always, .never, .unknown: break
            }
        }
        switch (sources.isEmpty, ports.isEmpty, boxes.isEmpty) {
        case (true, true, true): self = .never
        case (false, true, true): self = .sources(IntervalSet(sources))
        case (true, false, true): self = .ports(IntervalSet(ports))
        default:
            if !sources.isEmpty { boxes.append(Box(sources: IntervalSet(sources))) }
            if !ports.isEmpty { boxes.append(Box(ports: IntervalSet(ports))) }
            self = .anyOf(boxes)
        }
    }
}
