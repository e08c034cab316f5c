import Testing
import YAMLReader

/// What a Heat template says, read back.
struct HeatReader {
    /// The groups, with the number of their own rules.
    private(set) var groups: [String: Int] = [:]
    /// The properties of the rules' resources without the group's, in the order of the file.
    private(set) var rules: [[String: String]] = []

    init(_ text: String) throws {
        let template = try YAMLNode.parse(Array(text.utf8))
        for resource in try #require(template["resources"]).pairs {
            let properties = try #require(resource.value["properties"])
            if resource.value["type"]?.text == "OS::Neutron::SecurityGroup" {
                groups[resource.key] = properties["rules"]?.count ?? 0
            } else {
                let members = properties.pairs.compactMap { pair in pair.value.text.map { (pair.key, $0) } }
                rules.append(Dictionary(uniqueKeysWithValues: members))
            }
        }
    }
}

extension YAMLNode {
    fileprivate var pairs: [YAMLPair] {
        if case .mapping(let pairs) = content { pairs } else { [] }
    }

    fileprivate var count: Int {
        if case .sequence(let nodes) = content { nodes.count } else { 0 }
    }

    fileprivate var text: String? {
        if case .scalar(let scalar) = content { scalar.text } else { nil }
    }

    fileprivate subscript(key: String) -> YAMLNode? { pairs.first { $0.key == key }?.value }
}
