public import Policy

/// A product's runtime: what one file of `rules/` says.
public struct Runtime: Hashable, Sendable {
    /// Its name on the command line: `apim`.
    public var id: String
    /// Its name for people: `WSO2 API Manager`.
    public var title: String
    /// The port offset that it starts with where nobody sets one.
    public var defaultOffset: Int
    /// The configuration key of the offset: `[server] offset`.
    public var offsetKey: String
    /// The first is the default; empty where the runtime has none.
    public var roles: [RuntimeRole]
    /// The first is the default; empty where the runtime has none.
    public var clusteringModes: [ClusteringMode]
    /// What opens ports and can be switched on and off by name.
    public var features: [Feature]
    /// Every port that it may listen on or connect to.
    public var ports: [PortDefinition]
    /// What is said and never opened: the random ports.
    public var notes: [String]
    /// Where the file names it.
    public var location: SourceLocation

    package init(
        id: String,
        title: String,
        defaultOffset: Int,
        offsetKey: String,
        roles: [RuntimeRole],
        clusteringModes: [ClusteringMode],
        features: [Feature],
        ports: [PortDefinition],
        notes: [String],
        location: SourceLocation
    ) {
        self.id = id
        self.title = title
        self.defaultOffset = defaultOffset
        self.offsetKey = offsetKey
        self.roles = roles
        self.clusteringModes = clusteringModes
        self.features = features
        self.ports = ports
        self.notes = notes
        self.location = location
    }
}

/// A part of a runtime that a host can be: `gateway`.
public struct RuntimeRole: Hashable, Sendable {
    /// Its name on the command line.
    public var id: String
    /// What it is, in one line.
    public var description: String
    /// The role that takes this one's place where no node of a deployment has it: `control-plane` for `traffic-manager`.
    public var fallback: String?
    /// The vendor's Helm chart that runs it in a cluster: `wso2am-tm`; nil where none does.
    public var helmChart: String?

    package init(id: String, description: String, fallback: String? = nil, helmChart: String? = nil) {
        self.id = id
        self.description = description
        self.fallback = fallback
        self.helmChart = helmChart
    }
}

/// A way in which nodes of a runtime find each other: `wka`.
public struct ClusteringMode: Hashable, Sendable {
    /// Its name on the command line.
    public var id: String
    /// What it is, in one line.
    public var description: String
    /// The groups whose IGMP queries have to come in; empty where it isn't multicast.
    public var multicastGroups: [IPv4Address]

    package init(id: String, description: String, multicastGroups: [IPv4Address] = []) {
        self.id = id
        self.description = description
        self.multicastGroups = multicastGroups
    }
}

/// Something of a runtime that can be switched on or off and opens ports: `jmx`.
public struct Feature: Hashable, Sendable {
    /// Its name on the command line.
    public var id: String
    /// What it is, in one line.
    public var description: String
    /// Whether it is on where nobody says.
    public var enabledByDefault: Bool

    package init(id: String, description: String, enabledByDefault: Bool) {
        self.id = id
        self.description = description
        self.enabledByDefault = enabledByDefault
    }
}
