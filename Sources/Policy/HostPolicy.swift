/// What one host lets in, and out where that is fenced: the one thing that every emitter, `explain` and `apply` read.
public struct HostPolicy: Hashable, Sendable {
    /// How much of the host's traffic is decided.
    public enum Scope: Hashable, Sendable {
        /// All of it: what isn't allowed is dropped.
        case host
        /// Only packets to these ports, the products' own, open or not; everything else passes.
        case product(fenced: [TransportPorts])
    }

    /// What was selected, in one line, for people: `apim:1 (all-in-one, wka)`.
    public var title: String
    /// What may be reached, by port, transport, runtime.
    public var services: [Service]
    /// Where the audiences come from, one entry each, in their order.
    public var sources: [Source]
    /// The administrator's ways in, decided before any service.
    public var guards: [AdministratorGuard]
    /// How much of the host's traffic is decided.
    public var scope: Scope
    /// The interfaces that services are reached through; empty for all.
    ///
    /// The guard, ICMP and IGMP stay open on every one.
    public var interfaces: [InterfaceName]
    /// The groups whose IGMP queries are let in; empty where the clustering isn't multicast.
    public var multicastGroups: [IPv4Address]
    /// Where the host may connect to; nil where its output isn't fenced.
    public var egress: [EgressGroup]?
    /// Whether private sources are told that a port is closed, where nothing allows it; nobody else gets an answer.
    public var rejects: Bool
    /// What the reader of any output has to know: random ports, defaults.
    public var notes: [String]

    /// Puts sources into the audiences' order, with the default for each that is missing; services by port, transport, runtime.
    public init(
        title: String,
        services: [Service],
        sources: [Source] = [],
        guards: [AdministratorGuard] = [.ssh],
        scope: Scope = .host,
        interfaces: [InterfaceName] = [],
        multicastGroups: [IPv4Address] = [],
        egress: [EgressGroup]? = nil,
        rejects: Bool = false,
        notes: [String] = []
    ) {
        self.title = title
        self.services = services.sorted { $0.tableKey < $1.tableKey }
        self.sources = Audience.allCases.map { audience in
            sources.first { $0.audience == audience } ?? Source(defaultFor: audience)
        }
        self.guards = guards
        self.scope = scope
        self.interfaces = interfaces
        self.multicastGroups = multicastGroups
        self.egress = egress
        self.rejects = rejects
        self.notes = notes
    }

    /// Where `audience` comes from.
    public func addresses(of audience: Audience) -> AddressSet {
        sources.first { $0.audience == audience }?.addresses ?? audience.defaultAddresses
    }

    /// Where `administratorGuard` lets in from.
    public func addresses(of administratorGuard: AdministratorGuard) -> AddressSet {
        administratorGuard.addresses ?? addresses(of: .admins)
    }

    /// Where the host may send the IP protocol of `administratorGuard` to if output is fenced: to whom it lets in, and to the groups
    /// that speakers of the protocol share.
    ///
    /// Nothing for ports, whose answers belong to a connection.
    public func destinations(of administratorGuard: AdministratorGuard) -> AddressSet {
        guard let ipProtocol = administratorGuard.allowed.ipProtocol else { return AddressSet() }
        return addresses(of: administratorGuard).union(ipProtocol.multicastGroups)
    }
}

/// A way in that stays open whatever the products need: SSH from the administrators unless `--ssh` says otherwise, and what
/// `--keep` adds.
public struct AdministratorGuard: Hashable, Sendable {
    /// What it is for; `ports` shows it as the row's id.
    public enum Kind: String, Hashable, Sendable {
        /// The SSH server: `--ssh`, or the default.
        case ssh
        /// Anything else: `--keep`.
        case keep
    }

    /// What is let in.
    public var allowed: AllowedTraffic
    /// Who may use it; nil for the source of `admins`.
    public var addresses: AddressSet?
    /// The purpose of the way in, which makes no difference to any packet.
    public var kind: Kind

    /// `allowed` from `addresses`, or from the administrators if nil.
    public init(_ allowed: AllowedTraffic, from addresses: AddressSet? = nil, kind: Kind = .keep) {
        self.allowed = allowed
        self.addresses = addresses
        self.kind = kind
    }

    /// The ports `ports` from `addresses`, or from the administrators if nil.
    public init(_ ports: TransportPorts, from addresses: AddressSet? = nil, kind: Kind = .keep) {
        self.init(.ports(ports), from: addresses, kind: kind)
    }

    /// 22/tcp from the administrators.
    public static let ssh = AdministratorGuard(TransportPorts(.tcp, .ssh), kind: .ssh)
}

/// Destinations that the host may connect to, with the ports it needs there.
public struct EgressGroup: Hashable, Sendable {
    /// A name for rules and sets, of lower-case letters, digits and `-`: a node, a link or an audience.
    public var name: String
    /// Where to.
    public var destinations: AddressSet
    /// Ascending by port and transport.
    public var services: [EgressService]
    /// The names of the deployment's nodes whose machines the destinations are; empty where they are something else.
    public var nodes: [String]
    /// The audiences whose addresses the destinations are; empty if they are something else.
    public var audiences: [Audience]

    /// The connections `services` to `destinations`, which are the machines of `nodes` where there are any.
    public init(
        name: String,
        destinations: AddressSet,
        services: [EgressService],
        nodes: [String] = [],
        audiences: [Audience] = []
    ) {
        self.name = name
        self.destinations = destinations
        self.services = services.sorted { $0.target < $1.target }
        self.nodes = nodes
        self.audiences = audiences
    }
}

/// Ports of a destination, and why the host connects there.
public struct EgressService: Hashable, Sendable {
    /// The ports there.
    public var target: TransportPorts
    /// Why, in one line.
    public var summary: String

    /// Connections to `target`, for the reason `summary`.
    public init(_ target: TransportPorts, summary: String) {
        self.target = target
        self.summary = summary
    }
}
