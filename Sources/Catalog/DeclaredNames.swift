import YAMLReader

/// The names that a file declares, whether or not what it says of them is right: a mistake in one entry mustn't make every
/// mention of it a mistake too.
struct DeclaredNames {
    var runtime: String?
    var roles: [String] = []
    var clusteringModes: [String] = []
    var features: [String] = []
    var ports: [String] = []
    /// Those that may call this one.
    var otherRuntimes: [String] = []

    init() {}

    /// The names in the lists of a runtime's file.
    init(runtime: String?, _ values: Fields) {
        self.runtime = runtime
        roles = Self.declared(in: values["roles"]).map(\.id)
        clusteringModes = Self.declared(in: values["clustering"]).map(\.id)
        features = Self.declared(in: values["features"]).map(\.id)
        ports = Self.declared(in: values["ports"]).map(\.id)
    }

    /// The ids of the mappings in a list, and where they stand.
    static func declared(in list: YAMLNode?) -> [(id: String, node: YAMLNode)] {
        guard case .sequence(let items)? = list?.content else { return [] }
        return items.compactMap { item in
            guard case .mapping(let pairs) = item.content, let value = pairs.first(where: { $0.key == "id" })?.value,
                case .scalar(let scalar) = value.content
            else { return nil }
            return (scalar.text, value)
        }
    }
}
