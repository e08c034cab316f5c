public import Catalog
public import Policy

/// A selection worked out: every port as it is on the host, and the policy that follows.
public struct ResolvedHost: Hashable, Sendable {
    /// In the order of the selection.
    public var runtimes: [ResolvedRuntime]
    /// The ports that are open (inbound) or needed (outbound), by port, transport, runtime.
    public var ports: [ResolvedPort]
    /// The selected runtimes' other ports, with the reason why each is closed, in the same order.
    public var closedPorts: [ClosedPort]
    /// What follows for the host's firewall.
    public var policy: HostPolicy
}

/// A selected runtime with its defaults filled in.
public struct ResolvedRuntime: Hashable, Sendable {
    /// The catalog's entry.
    public var definition: Runtime
    /// What is added to the ports that follow the offset.
    public var offset: Int
    /// nil where the runtime has no roles.
    public var role: String?
    /// nil where the runtime has no clustering modes.
    public var clustering: String?
    /// Where a file selects it; nil for flags.
    public var location: SourceLocation?

    /// `apim`, or `apim:1` where it has an offset.
    public var label: String {
        offset == 0 ? definition.id : "\(definition.id):\(offset)"
    }
}

/// One port of one runtime as it is on the host.
public struct ResolvedPort: Hashable, Sendable {
    /// What is allowed; for an outbound port what the host connects to.
    public var service: Service
    /// The catalog's entry.
    public var definition: PortDefinition

    /// The transport and the effective ports.
    public var target: TransportPorts { TransportPorts(service.transport, service.ports) }
}

/// A port that a selected runtime could open and, as it was selected, doesn't.
public struct ClosedPort: Hashable, Sendable {
    /// The port as it would be.
    public var port: ResolvedPort
    /// Why it is closed.
    public var reason: ClosedReason
}

/// Why a port of a selected runtime is closed.
public enum ClosedReason: Hashable, Sendable {
    /// `--disable` names it or its feature.
    case disabled(CatalogReference)
    /// Its feature is off by default.
    case feature(String)
    /// Only these roles have it.
    case role([String])
    /// Only these clustering modes open it.
    case clustering([String])
    /// The chosen basis leaves it out.
    case basis(PortDefinition.Basis)
    /// No node of the deployment connects to it.
    case nobodyConnects
}
