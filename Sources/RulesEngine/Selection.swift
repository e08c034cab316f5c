public import Catalog
public import Policy

/// What runs on a host and who may reach it, as flags or a policy file say it; not yet checked against the catalog.
public struct Selection: Hashable, Sendable {
    /// More runtimes than this share no host: each needs ports of its own.
    static let mostRuntimes = 1000

    /// At least one, and no more than 1,000.
    public var runtimes: [SelectedRuntime]
    /// Features and ports to open besides those that are on by default.
    public var enabled: [CatalogReference] = []
    /// Features and ports to close.
    public var disabled: [CatalogReference] = []
    /// Other audiences for single ports.
    public var exposures: [Exposure] = []
    /// Given sources; the rest have their defaults.
    ///
    /// Beside a policy file they add to what the file gives.
    public var sources: [Audience: AddressSet] = [:]
    /// The audiences whose `sources` take the place of what a policy file gives.
    public var replacedAudiences: Set<Audience> = []
    /// Which of the catalog's ports count.
    public var basis: BasisFilter = .both
    /// The ways in over SSH; nil for 22/tcp from `admins`, empty if SSH is closed.
    public var ssh: [AdministratorGuard]?
    /// The ways in besides SSH.
    public var keep: [AdministratorGuard] = []
    /// How much of the host's traffic is decided.
    public var scope: ScopeChoice = .host
    /// Whether output is fenced too.
    public var fencesEgress = false
    /// Whether private sources are told that a port is closed.
    public var rejects = false
    /// The interfaces that services are reached through; empty for all.
    public var interfaces: [InterfaceName] = []
    /// Whether the firewall knows the host's peers by more than addresses, as pods by their labels: then `cluster` and
    /// `components` have no addresses but those that were given.
    public var namesPeers = false
    /// The audiences that a cloud's firewall knows by a security group: they have no addresses but those that were given.
    public var groupedAudiences: Set<Audience> = []

    /// The runtimes `runtimes` with every default.
    public init(runtimes: [SelectedRuntime]) {
        self.runtimes = runtimes
    }

    /// All ways in, those over SSH first.
    ///
    /// What several of them let in alike is there once.
    public var guards: [AdministratorGuard] {
        var kept: [AdministratorGuard] = []
        for way in (ssh ?? [.ssh]) + keep
        where !kept.contains(where: { ($0.allowed, $0.addresses) == (way.allowed, way.addresses) }) {
            kept.append(way)
        }
        return kept
    }
}

/// One runtime on the host.
public struct SelectedRuntime: Hashable, Sendable {
    /// Its name in the catalog.
    public var name: String
    /// nil for the runtime's default.
    public var offset: Int?
    /// nil for the runtime's default.
    public var role: String?
    /// nil for the runtime's default.
    public var clustering: String?
    /// Where a file selects it; nil for flags.
    public var location: SourceLocation?

    /// The runtime `name`, with the defaults for what is nil.
    public init(
        name: String,
        offset: Int? = nil,
        role: String? = nil,
        clustering: String? = nil,
        location: SourceLocation? = nil
    ) {
        self.name = name
        self.offset = offset
        self.role = role
        self.clustering = clustering
        self.location = location
    }
}

/// A feature or port by name: `jmx`, for every runtime that has it, or `apim/jmx`.
public struct CatalogReference: Hashable, Sendable, CustomStringConvertible {
    /// nil for every selected runtime that has `id`.
    public var runtime: String?
    /// The feature's or the port's name.
    public var id: String
    /// Where a file says it; nil for flags.
    public var location: SourceLocation?

    /// `id` of `runtime`, or of every runtime that has it.
    public init(runtime: String? = nil, id: String, location: SourceLocation? = nil) {
        self.runtime = runtime
        self.id = id
        self.location = location
    }

    /// Takes `text` apart at its first slash.
    public init(_ text: String, location: SourceLocation? = nil) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            runtime: parts.count == 2 ? String(parts[0]) : nil,
            id: String(parts[parts.count - 1]),
            location: location
        )
    }

    /// As it is written.
    public var description: String {
        runtime.map { "\($0)/\(id)" } ?? id
    }
}

/// The audiences that a port has instead of the catalog's.
public struct Exposure: Hashable, Sendable {
    /// Which port.
    public var port: CatalogReference
    /// Who may reach it, instead of the catalog's audiences.
    public var audiences: [Audience]

    /// `audiences` for `port`.
    public init(port: CatalogReference, audiences: [Audience]) {
        self.port = port
        self.audiences = audiences
    }
}

/// Which ports of the catalog count.
public enum BasisFilter: String, Hashable, Sendable, CaseIterable {
    /// What the page documents and what the product observably needs.
    case both
    /// The page alone.
    case documented
    /// Only what really listens.
    case observed

    /// Whether a port of `basis` counts.
    public func includes(_ basis: PortDefinition.Basis) -> Bool {
        switch self {
        case .both: true
        case .documented: basis != .observed
        case .observed: basis != .documented
        }
    }
}

/// How much of the host's traffic is decided.
public enum ScopeChoice: String, Hashable, Sendable, CaseIterable {
    /// All of it.
    case host
    /// Only the products' own ports.
    case product
}
