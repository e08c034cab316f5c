public import Catalog
public import Policy

/// A selection worked out: every port as it is on the host, and the policy that follows.
public struct ResolvedHost: Hashable, Sendable {
    public var runtimes: [ResolvedRuntime]
    /// The ports that are open (inbound) or needed (outbound), by port, transport, runtime.
    public var ports: [ResolvedPort]
    public var policy: HostPolicy
}

/// A selected runtime with its defaults filled in.
public struct ResolvedRuntime: Hashable, Sendable {
    public var definition: Runtime
    public var offset: Int
    /// nil where the runtime has no roles.
    public var role: String?
    /// nil where the runtime has no clustering modes.
    public var clustering: String?
}

/// One port of one runtime as it is on the host.
public struct ResolvedPort: Hashable, Sendable {
    /// What is allowed; for an outbound port what the host connects to.
    public var service: Service
    /// The catalog's entry.
    public var definition: PortDefinition
}
