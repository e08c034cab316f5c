/// Something of a batch that the kernel refused.
public struct Refusal: Hashable, Sendable {
    /// What was refused.
    public let subject: Subject
    /// What of it was wrong.
    public let place: Place
    /// The kernel's reason.
    public let error: ErrorNumber

    /// The kernel refuses `subject` for `error`, which is about `place`.
    public init(subject: Subject, place: Place, error: ErrorNumber) {
        self.subject = subject
        self.place = place
        self.error = error
    }

    /// What a message of a batch is about.
    public enum Subject: Hashable, Sendable {
        /// A table.
        case table(TableName)
        /// A chain.
        case chain(ChainName)
        /// A rule, by its place among the rules that the batch adds to the chain, from 0.
        case rule(in: ChainName, index: Int, comment: String?)
        /// A rule that is to be deleted, by the kernel's number; nil for all rules of the chain.
        case deletedRule(in: ChainName, handle: UInt64?)
        /// A set.
        case set(ObjectName)
        /// Elements of a set.
        case elements(of: ObjectName)
        /// A counter.
        case counter(ObjectName)
    }

    /// What of a subject was wrong.
    public enum Place: Hashable, Sendable {
        /// The kernel doesn't say.
        case unknown
        /// An attribute, by the kernel's number and, where it is a common one, by name.
        case attribute(Int, name: String?)
        /// An expression of a rule, from 0, or what it refers to.
        case expression(Int)
        /// The anonymous set that a rule looks into.
        case anonymousSet
        /// An element of a set, by its key as the kernel holds it; `SetKey.values(of:)` makes values of it.
        case element(key: [UInt8])
    }
}

extension Refusal: CustomStringConvertible {
    /// `chain inet example input, hook: Operation not supported`.
    public var description: String {
        switch place {
        case .unknown: "\(subject): \(error)"
        default: "\(subject), \(place): \(error)"
        }
    }
}

extension Refusal.Subject: CustomStringConvertible {
    /// `rule 3 of chain inet example input`.
    public var description: String {
        switch self {
        case .table(let name): "table \(name)"
        case .chain(let name): "chain \(name)"
        case .rule(let chain, let index, let comment?): "rule \(index + 1) of chain \(chain) (\(comment))"
        case .rule(let chain, let index, nil): "rule \(index + 1) of chain \(chain)"
        case .deletedRule(let chain, let handle?): "rule with handle \(handle) of chain \(chain)"
        case .deletedRule(let chain, nil): "rules of chain \(chain)"
        case .set(let name): "set \(name)"
        case .elements(let name): "elements of set \(name)"
        case .counter(let name): "counter \(name)"
        }
    }
}

extension Refusal.Place: CustomStringConvertible {
    /// `hook`, `expression 2`, `element 0x0a000000`.
    public var description: String {
        switch self {
        case .unknown: "unknown"
        case .attribute(_, let name?): name
        case .attribute(let number, nil): "attribute \(number)"
        case .expression(let index): "expression \(index + 1)"
        case .anonymousSet: "anonymous set"
        case .element(let key): "element \(FieldValue.bytes(key))"
        }
    }
}
