import Policy
import YAMLReader

extension FieldReader {
    /// A list of at least one of `known`, none twice; `what` is what they name: `role`.
    mutating func names(_ node: YAMLNode?, _ what: String, among known: [String]) -> [String]? {
        guard let node else { return nil }
        guard case .sequence(let items) = node.content, !items.isEmpty else {
            report("wrong-kind", at: node, "a list of at least one \(what) is expected here", hint: "write [a, b]")
            return nil
        }
        var names: [String] = []
        for item in items {
            guard let name = name(item, what, among: known) else { continue }
            if names.contains(name) {
                report("duplicate-id", at: item, "the \(what) '\(name)' is in the list already")
            }
            names.append(name)
        }
        return names
    }

    /// A port, or a range of them as `4001-4009`.
    mutating func portRange(_ node: YAMLNode?) -> PortRange? {
        guard let node, let scalar = scalar(node, "a port") else { return nil }
        let ends = scalar.text.split(separator: "-", omittingEmptySubsequences: false).map(Int.init(decimal:))
        if scalar.isPlain, 1...2 ~= ends.count, let first = ends[0], let last = ends[ends.count - 1],
            let range = PortRange(first, last)
        {
            return range
        }
        let message = "\(scalar.text.quotedForMessage) is no port"
        let hint = "write a number from 1 to 65535 without quotes, or a range like 4001-4009"
        report("bad-port", at: node, message, hint: hint)
        return nil
    }
}

extension Int {
    /// A number of digits only, without leading zeros.
    fileprivate init?(decimal text: Substring) {
        guard let number = Int(text), String(number) == text else { return nil }
        self = number
    }
}
