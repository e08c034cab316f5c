public import Policy

/// A deployment as a policy file describes it: machines, what runs on them, and who uses them.
public struct PolicyFile: Hashable, Sendable {
    /// Who the audiences are; those of `cluster` and `components` come on top of the deployment's own machines.
    public var sources: [Audience: AddressSet]
    /// At least one, in the file's order.
    public var nodes: [PolicyNode]
    /// What the nodes connect to outside the deployment.
    public var links: [PolicyLink]
}

/// One or more machines with the same job.
public struct PolicyNode: Hashable, Sendable {
    /// Lower-case letters, digits and `-`, unique in the file.
    public var name: String
    /// Where its machines are; empty for pods, which have no address of their own.
    public var addresses: AddressSet
    /// What runs on each of them.
    public var runtimes: [PolicyRuntime] = []
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
