/// A description that no message can be made of.
public enum InvalidObject: Error, Hashable, Sendable {
    /// `text` has more than `limit` bytes, or none where there must be some, or a zero byte.
    case text(String, limit: Int)
    /// The value can't be one of the type: too large, or text where a number belongs.
    case valueDoesNotFit(FieldValue, DataType)
    /// An element has another number of fields than its set's key, or a first field after its last.
    case element(SetElement, SetKey)
    /// A prefix that is longer than the field.
    case prefix(length: Int, of: DataType)
    /// A range or a prefix of a field whose bytes aren't in the order of its values on every machine.
    case unordered(Field)
    /// A key of no field, or of more than 64 bytes.
    case key([DataType])
    /// A rule with more expressions, or longer ones, than the kernel takes.
    case tooManyExpressions(in: ChainName)
    /// A mask or a value to compare with that no register holds (1 to 64 bytes), or a pair of unequal length.
    case registerValue(in: ChainName)
    /// A match on something that packets of this family don't have.
    case familyWithoutField(Family, Field)
}

extension InvalidObject: CustomStringConvertible {
    /// What is wrong, in a sentence.
    public var description: String {
        switch self {
        case .text(let text, let limit): "'\(text)' must have 1 to \(limit) bytes, none of them zero"
        case .valueDoesNotFit(let value, let type): "\(value) is no value of a field of \(type.length) bytes"
        case .element(let element, let key): "element \(element) doesn't fit a key of \(key.fields.count) fields"
        case .prefix(let length, let type): "/\(length) is longer than the \(8 * type.length) bits of the field"
        case .unordered(let field): "\(field) takes no range and no prefix"
        case .key(let fields): "a key of \(fields.count) fields: it must have 1 to 64 bytes"
        case .tooManyExpressions(let chain): "more expressions than the kernel takes in a rule of chain \(chain)"
        case .registerValue(let chain): "a mask or value in a rule of chain \(chain) that fits no register"
        case .familyWithoutField(let family, let field): "packets of family \(family) have no \(field)"
        }
    }
}
