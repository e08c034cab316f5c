public import Policy

/// One entry of a runtime's ports.
public struct PortDefinition: Hashable, Sendable {
    /// Whether the runtime's offset is added.
    public enum OffsetBehaviour: String, Hashable, Sendable, CaseIterable {
        case follows
        case fixed
    }

    /// Who opens the connection.
    public enum Direction: String, Hashable, Sendable, CaseIterable {
        case inbound
        case outbound
    }

    /// Which source has the port: the page, the product, or both.
    public enum Basis: String, Hashable, Sendable, CaseIterable {
        case documented
        case observed
        case both
    }

    /// Unique in its runtime: `servlet-https`.
    public var id: String
    /// Before the offset.
    public var ports: PortRange
    /// Ascending; one, or both.
    public var transports: [Transport]
    /// What is spoken there: `https`.
    public var applicationProtocol: String
    /// Ascending, at least one.
    public var audiences: [Audience]
    /// Whether the runtime's offset is added.
    public var offset: OffsetBehaviour
    /// The modes that open it; empty for always.
    public var clustering: [String]
    /// The feature that opens it; nil for always.
    public var feature: String?
    /// The roles that listen on it (or connect, where outbound); empty for all.
    public var roles: [String]
    /// The key that moves or closes it; nil where there is none.
    public var configurationKey: String?
    /// Who connects to it in a deployment.
    public var peers: [PeerRelation]
    /// Who opens the connection.
    public var direction: Direction
    /// Which source has it.
    public var basis: Basis
    /// What it is, in one line.
    public var description: String
    /// What the documentation page claims, where the product does otherwise.
    public var pageClaim: String?
    /// Where the facts come from.
    public var source: String
    /// Why it must not be reachable from anywhere; nil where that is fine.
    public var internalBecause: String?
    /// The ports of the same runtime that clients need together with it.
    public var needs: [String]
    /// Where the file has it.
    public var location: SourceLocation

    package init(
        id: String,
        ports: PortRange,
        transports: [Transport],
        applicationProtocol: String,
        audiences: [Audience],
        offset: OffsetBehaviour,
        clustering: [String] = [],
        feature: String? = nil,
        roles: [String] = [],
        configurationKey: String? = nil,
        peers: [PeerRelation] = [],
        direction: Direction = .inbound,
        basis: Basis,
        description: String,
        pageClaim: String? = nil,
        source: String,
        internalBecause: String? = nil,
        needs: [String] = [],
        location: SourceLocation
    ) {
        self.id = id
        self.ports = ports
        self.transports = transports
        self.applicationProtocol = applicationProtocol
        self.audiences = audiences
        self.offset = offset
        self.clustering = clustering
        self.feature = feature
        self.roles = roles
        self.configurationKey = configurationKey
        self.peers = peers
        self.direction = direction
        self.basis = basis
        self.description = description
        self.pageClaim = pageClaim
        self.source = source
        self.internalBecause = internalBecause
        self.needs = needs
        self.location = location
    }
}

/// Which roles connect to a port of which role.
public struct PeerRelation: Hashable, Sendable {
    /// The target that stands for every role, and for a runtime without roles.
    public static let anyRole = "*"

    /// The role that listens: `control-plane`; `*` for a runtime without roles.
    public var target: String
    /// Who connects: a role of the same runtime, another runtime's id, or `RUNTIME/ROLE`.
    public var callers: [String]

    package init(target: String, callers: [String]) {
        self.target = target
        self.callers = callers
    }
}
