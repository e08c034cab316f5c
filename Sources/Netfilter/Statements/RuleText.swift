/// A rule in nft's words, made of the kernel's expressions: what `Linearizer` makes of statements, the other way.
///
/// `meta l4proto; cmp eq 6; payload 2 bytes at transport header + 2; cmp eq 22` → `tcp dport 22`.
///
/// Matches that only tell that a packet has a header are left out where a match on that header follows, as nft leaves them out.
/// What has no words here stands in brackets under the kernel's name for it: `[ nat ]`.
struct RuleText {
    private(set) var words: [String] = []
    /// What the registers hold, in their order.
    private var loads: [LoadedField] = []
    /// Whether a comparison has looked at them, so that the next load begins anew.
    private var areCompared = false
    /// The lower end of a range whose upper end may follow.
    private var lower: (field: LoadedField, bytes: [UInt8])?
    private var packet: PacketKind
    /// Matches that the next one may imply.
    private var implied: [(kind: PacketKind, text: String)] = []

    /// The words for `expressions` of a rule in a table of `family`.
    static func words(for expressions: [Expression], in family: Family) -> [String] {
        var text = RuleText(packet: PacketKind(network: [.ip, .ip6].contains(family) ? family : nil))
        for expression in expressions { text.append(expression) }
        text.finishMatches()
        return text.words
    }

    private init(packet: PacketKind) {
        self.packet = packet
    }

    private mutating func append(_ expression: Expression) {
        if let field = LoadedField(expression, of: packet) { return load(field) }
        guard let place = loads.lastIndex(where: { $0.register == expression.comparedRegister }) else {
            finishMatches()
            return words.append(expression.statementText(packet.network))
        }
        let field = loads[place]
        switch expression {
        case .bitwise(let mask, let xor, _) where xor.allSatisfy({ $0 == 0 }): loads[place].mask = mask
        case .compare(let relation, let bytes, _): compare(field, relation, bytes)
        case .range(let isInverted, let from, let through, _):
            match(field.name, isInverted ? "!= " : "", field.range(from, through))
        case .lookup(let set, let isInverted, _):
            let masked = field.maskText.map { "& \($0) " } ?? ""
            let names = loads[place...].map(\.name).joined(separator: " . ")
            match(names, masked + (isInverted ? "!= " : ""), set.text)
        default:
            finishMatches()
            words.append(expression.statementText(packet.network))
        }
    }

    private mutating func load(_ field: LoadedField) {
        finishRange()
        implied.removeAll { field.implies($0.kind) }
        if areCompared { loads = [] }
        areCompared = false
        loads.append(field)
    }

    private mutating func compare(_ field: LoadedField, _ relation: Expression.Relation, _ bytes: [UInt8]) {
        if relation == .lessOrEqual, let (start, lower) = lower, start.register == field.register {
            self.lower = nil
            return match(field.name, "", field.range(lower, bytes))
        }
        finishRange()
        areCompared = true
        if relation == .greaterOrEqual {
            lower = (field, bytes)
        } else if relation == .equal, let kind = field.packetKind(bytes) {
            packet.learn(kind)
            implied.append((kind, "\(field.name) \(field.value(bytes))"))
        } else if let states = field.states(relation, bytes) {
            match(field.name, "", states)
        } else {
            let masked = field.unshownMask(bytes).map { "& \($0) " } ?? ""
            match(field.name, masked + relation.sign, field.value(bytes))
        }
    }

    private mutating func match(_ name: String, _ sign: String, _ operand: String) {
        words += implied.map(\.text) + ["\(name) \(sign)\(operand)"]
        implied = []
        areCompared = true
    }

    /// The lower end of what isn't a range.
    private mutating func finishRange() {
        guard let (field, lower) = lower else { return }
        self.lower = nil
        match(field.name, ">= ", field.value(lower))
    }

    private mutating func finishMatches() {
        finishRange()
        words += implied.map(\.text)
        implied = []
    }
}

/// What a packet is known to be.
struct PacketKind: Hashable {
    var network: Family?
    var transport: UInt8?

    /// Takes over what `other` knows.
    mutating func learn(_ other: PacketKind) {
        network = other.network ?? network
        transport = other.transport ?? transport
    }
}

extension Expression {
    /// The register that it looks at; nil where it looks at none.
    fileprivate var comparedRegister: Register? {
        switch self {
        case .bitwise(_, _, let register), .compare(_, _, let register), .range(_, _, _, let register),
            .lookup(_, _, let register):
            register
        default: nil
        }
    }
}

extension Expression.Relation {
    /// As nft writes it in front of a value.
    fileprivate var sign: String {
        switch self {
        case .equal: ""
        case .notEqual: "!= "
        case .less: "< "
        case .lessOrEqual: "<= "
        case .greater: "> "
        case .greaterOrEqual: ">= "
        }
    }
}
