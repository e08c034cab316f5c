import Policy
import YAMLReader

/// Reads a file of the catalog and collects what is wrong with it.
struct RuntimeReader {
    /// How long the texts may be, in characters.
    enum Limit {
        static let title = 80
        static let line = 200
        static let note = 300
    }

    var fields: FieldReader
    /// The names that the file declares, for whatever refers to them.
    var names = DeclaredNames()
    var foreignCallers: [RuntimeSource.ForeignCaller] = []

    init(file: String) {
        fields = FieldReader(file: file)
    }

    /// The runtime that `root` describes; nil, with findings, where a required part is wrong.
    mutating func runtime(_ root: YAMLNode) -> Runtime? {
        let required = ["id", "title", "offset", "ports"]
        let optional = ["other-runtimes", "roles", "clustering", "features", "notes"]
        guard let values = fields.fields(of: root, "a runtime", required: required, optional: optional) else {
            return nil
        }
        let id = fields.identifier(values["id"])
        names = DeclaredNames(runtime: id, values)
        reportDuplicates(values)
        let otherRuntimes = fields.list(values["other-runtimes"]) { $0.identifier($1) }
        names.otherRuntimes = otherRuntimes ?? []
        let title = fields.text(values["title"], maximum: Limit.title)
        let offset = offset(values["offset"])
        let roles = roles(values["roles"])
        let modes = fields.list(values["clustering"]) { $0.clusteringMode($1) }
        let features = fields.list(values["features"]) { $0.feature($1) }
        let notes = fields.list(values["notes"]) { $0.text($1, maximum: Limit.note) }
        let ports = ports(values["ports"], defaultOffset: offset?.number ?? 0)
        guard let id, let title, let offset else { return nil }
        return Runtime(
            id: id,
            title: title,
            defaultOffset: offset.number,
            offsetKey: offset.key,
            roles: roles,
            clusteringModes: modes ?? [],
            features: features ?? [],
            ports: ports,
            notes: notes ?? [],
            location: fields.location(values["id"] ?? root)
        )
    }

    private mutating func offset(_ node: YAMLNode?) -> (number: Int, key: String)? {
        let values = fields.fields(of: node, "an offset", required: ["default", "key"])
        let number = fields.integer(values?["default"], "an offset", in: 0...65534)
        let key = fields.text(values?["key"], maximum: Limit.line)
        guard let number, let key else { return nil }
        return (number, key)
    }

    private mutating func roles(_ node: YAMLNode?) -> [RuntimeRole] {
        let known = names.roles
        guard let node, let roles = fields.list(node, { $0.role($1, known: known) }) else { return [] }
        for role in roles where role.fallsBackToItself(among: roles) {
            let place = DeclaredNames.declared(in: node).first { $0.id == role.id }?.node
            fields.report("fallback-cycle", at: place ?? node, "the fallbacks of '\(role.id)' lead back to it")
        }
        return roles
    }

    private mutating func ports(_ node: YAMLNode?, defaultOffset: Int) -> [PortDefinition] {
        guard let node, case .sequence(let items) = node.content, !items.isEmpty else {
            if let node { fields.report("wrong-kind", at: node, "ports must be a list of at least one port") }
            return []
        }
        return items.compactMap { port($0, defaultOffset: defaultOffset) }
    }

    /// Ports and features share their names, since `--enable` and `--disable` take both.
    private mutating func reportDuplicates(_ values: Fields) {
        for lists in [["roles"], ["clustering"], ["features", "ports"]] {
            var first: [String: SourceLocation] = [:]
            for declared in lists.flatMap({ DeclaredNames.declared(in: values[$0]) }) {
                let location = fields.location(declared.node)
                if let line = first[declared.id]?.line {
                    let message = "the id \(declared.id.quotedForMessage) is already in line \(line)"
                    fields.report("duplicate-id", at: location, message)
                } else {
                    first[declared.id] = location
                }
            }
        }
    }
}
