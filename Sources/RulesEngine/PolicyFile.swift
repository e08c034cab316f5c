public import Policy

/// A deployment as a policy file describes it: machines, what runs on them, and who uses them.
public struct PolicyFile: Hashable, Sendable {
    /// Who the audiences are; those of `cluster` and `components` come on top of the deployment's own machines.
    public var sources: [Audience: AddressSet]
    /// The ways in over SSH of every node without its own; nil for 22/tcp from `admins`, empty if SSH is closed.
    public var ssh: [AdministratorGuard]?
    /// The ways in of every node besides SSH.
    public var keep: [AdministratorGuard] = []
    /// At least one, in the file's order.
    public var nodes: [PolicyNode]
    /// What the nodes connect to outside the deployment.
    public var links: [PolicyLink]

    /// The same whatever the order of the file: nodes and links by their names, and what they hold by its own.
    var sorted: PolicyFile {
        var file = self
        file.nodes.sort { $0.name < $1.name }
        for place in file.nodes.indices { file.nodes[place].runtimes.sort { $0.order < $1.order } }
        file.links.sort { $0.name < $1.name }
        for place in file.links.indices { file.links[place].ports.sort() }
        return file
    }
}

/// One or more machines with the same job.
public struct PolicyNode: Hashable, Sendable {
    /// Lower-case letters, digits and `-`, unique in the file.
    public var name: String
    /// Where its machines are; empty for pods, which have no address of their own.
    public var addresses: AddressSet
    /// What runs on each of them.
    public var runtimes: [PolicyRuntime] = []
    /// The ways in over SSH instead of the file's; nil for the file's.
    public var ssh: [AdministratorGuard]?
    /// The ways in besides those of every node.
    public var keep: [AdministratorGuard] = []
    /// Where the file says it.
    public var location: SourceLocation?
}

/// One runtime of a node, with what the file says of it alone: another of the same name beside it keeps its own.
public struct PolicyRuntime: Hashable, Sendable {
    /// Which runtime, and how it runs.
    public var selected: SelectedRuntime
    /// Its features and ports to open, each with its name.
    public var enabled: [CatalogReference]
    /// Its features and ports to close, each with its name.
    public var disabled: [CatalogReference]
    /// Other audiences for single ports of it.
    public var exposures: [Exposure]
}

extension PolicyRuntime {
    fileprivate var order: (String, Int, String, String) {
        (selected.name, selected.offset ?? 0, selected.role ?? "", selected.clustering ?? "")
    }
}

/// Connections from nodes to somewhere outside the deployment.
public struct PolicyLink: Hashable, Sendable {
    /// Lower-case letters, digits and `-`, unique in the file.
    public var name: String
    /// Where they go.
    public var destinations: AddressSet
    /// The ports there.
    public var ports: [TransportPorts]
    /// The names of the nodes that open them.
    public var from: [String]
}
