import Netfilter
import Policy

/// What a rule does with the connections that match it.
enum RuleEffect: Hashable {
    /// The next rule looks at them.
    case none
    case verdict(Netfilter.Verdict)
    /// Their address or port is changed, and no other chain of the same type looks at them.
    case translation
    /// Nothing here says what.
    case anything
}

/// One rule applied to connections.
struct RuleEvaluation {
    /// Those that it has an effect on.
    private(set) var effects: [(effect: RuleEffect, traffic: [Traffic])] = []
    /// Those that go on behind it.
    private(set) var passing: [Traffic] = []

    private let table: EvaluatedTable
    private let kind: Traffic.Kind
    private let isTracked: Bool
    private var registers = Registers()
    private var matching: [Traffic]

    /// Applies `rule` to `traffic`, all of one kind; `isTracked` says whether connection tracking has seen it before.
    init(_ rule: Rule, _ traffic: [Traffic], kind: Traffic.Kind, in table: EvaluatedTable, isTracked: Bool) {
        self.table = table
        self.kind = kind
        self.isTracked = isTracked
        matching = traffic
        for expression in rule.expressions where !matching.isEmpty { apply(expression) }
        passing = (passing + matching).withoutRepeats
    }

    private mutating func apply(_ expression: Expression) {
        switch expression {
        case .meta(let key, let register): registers.set(register, to: RegisterValue(key, of: kind))
        case .payload(let payload, let register): registers.set(register, to: RegisterValue(payload, of: kind))
        case .conntrack(let key, let register):
            registers.set(register, to: RegisterValue(key, isTracked: isTracked))
        case .fib(let query, let register): registers.set(register, to: RegisterValue(query, of: kind))
        case .bitwise(let mask, let xor, let register):
            let value = registers.value(of: register, count: mask.count)
            registers.set(register, to: value.masked(mask, xor: xor))
        case .compare(let relation, let bytes, let register):
            narrow(to: registers.compare(register, relation, bytes, kind))
        case .range(let isInverted, let from, let through, let register):
            narrow(to: registers.isIn(from, through, register, kind).inverted(if: isInverted))
        case .lookup(let set, let isInverted, let register):
            let content = content(of: set)
            narrow(to: content.contains(registers, register, of: kind).inverted(if: isInverted))
        case .limit: narrow(to: .unknown)
        case .log, .counter, .namedCounter: break
        case .verdict(let verdict): end(.verdict(verdict))
        case .reject: end(.verdict(.drop))
        case .other: applyOther(expression)
        }
    }

    private func content(of set: SetReference) -> SetContent {
        switch set {
        case .named(let name): table.sets[name] ?? .unknown
        case .anonymous(let set): SetContent(set.key, set.elements)
        }
    }

    /// Goes on with what `predicate` lets go on.
    private mutating func narrow(to predicate: Predicate) {
        let parts = matching.map { $0.split(by: predicate) }
        matching = parts.flatMap(\.matching)
        passing += parts.flatMap(\.others)
    }

    private mutating func end(_ effect: RuleEffect) {
        effects.append((effect, matching))
        if effect != .anything { matching = [] }
    }
}

extension RuleEvaluation {
    /// An expression that the library only keeps: what is known of it by its name.
    private mutating func applyOther(_ expression: Expression) {
        if let lookup = expression.verdictMapLookup {
            apply(lookup)
        } else if let found = expression.xtablesExtension {
            apply(found)
        } else if case .other(let name, _) = expression {
            apply(UnreadExpression(name))
        }
    }

    private mutating func apply(_ effect: UnreadExpression) {
        switch effect {
        case .nothing: break
        case .load: registers.forgetAll()
        case .condition: narrow(to: .unknown)
        case .translation: end(.translation)
        case .anything: end(.anything)
        }
    }

    private mutating func apply(_ found: XTablesExtension) {
        switch found.kind {
        case .match: narrow(to: found.predicate(of: kind, isTracked: isTracked))
        case .target:
            let effect = found.effect
            if effect != .none { end(effect) }
        }
    }

    /// What no element stands for isn't matched by the rule.
    private mutating func apply(_ lookup: VerdictMapLookup) {
        guard let elements = table.verdicts[lookup.map] else { return end(.anything) }
        for (content, verdict) in elements {
            let predicate = content.contains(registers, lookup.register, of: kind)
            let parts = matching.map { $0.split(by: predicate) }
            effects.append((.verdict(verdict), parts.flatMap(\.matching)))
            matching = parts.flatMap(\.others)
        }
        passing += matching
        matching = []
    }
}

/// What an expression does that the library doesn't read, by the kernel's name for it.
private enum UnreadExpression {
    /// Nothing that decides anything.
    case nothing
    /// Loads a value, or changes one.
    case load
    /// Lets some go on.
    case condition
    /// Changes an address or a port.
    case translation
    case anything

    init(_ name: String) {
        switch name {
        case "notrack", "dup", "flow_offload", "last": self = .nothing
        // Those that load have a register for it, and those that set one for what they set; both are under one name.
        case "immediate", "meta", "ct", "payload", "exthdr", "byteorder", "bitwise", "numgen", "hash", "rt", "socket",
            "osf", "xfrm", "tunnel", "fib", "inner":
            self = .load
        case "quota", "connlimit", "dynset", "objref", "cmp", "range", "lookup", "limit": self = .condition
        case "nat", "redir", "masq", "tproxy": self = .translation
        default: self = .anything
        }
    }
}

extension Registers {
    fileprivate func compare(
        _ register: Register,
        _ relation: Expression.Relation,
        _ bytes: [UInt8],
        _ kind: Traffic.Kind
    ) -> Predicate {
        guard let number = UInt128(bigEndian: bytes) else { return .unknown }
        let value = value(of: register, count: bytes.count)
        let isLess = IntervalSet([0...number]).subtracting(IntervalSet([number...number]))
        return switch relation {
        case .equal: value.isIn(IntervalSet([number...number]), of: kind)
        case .notEqual: value.isIn(IntervalSet([number...number]), of: kind).inverted
        case .less: value.isIn(isLess, of: kind)
        case .lessOrEqual: value.isIn(IntervalSet([0...number]), of: kind)
        case .greater: value.isIn(IntervalSet([0...number]), of: kind).inverted
        case .greaterOrEqual: value.isIn(isLess, of: kind).inverted
        }
    }

    fileprivate func isIn(
        _ from: [UInt8],
        _ through: [UInt8],
        _ register: Register,
        _ kind: Traffic.Kind
    ) -> Predicate {
        guard let first = UInt128(bigEndian: from), let last = UInt128(bigEndian: through), first <= last else {
            return .unknown
        }
        return value(of: register, count: from.count).isIn(IntervalSet([first...last]), of: kind)
    }
}
