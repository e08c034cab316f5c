/// Who is meant to reach a port.
public enum Audience: String, Hashable, Sendable, CaseIterable, Comparable {
    /// API traffic, event publishers, WebSub hubs.
    case clients
    /// Consoles, management APIs, health probes.
    case admins
    /// Peers of the same runtime.
    case cluster
    /// Other runtimes of the deployment: throttling, broker, thrift.
    case components
    /// JMX consoles.
    case monitoring
    /// LDAP and KDC users.
    case directory

    /// What reaches the audience where nobody said: anywhere for clients, private ranges for all others.
    public var defaultAddresses: AddressSet {
        self == .clients ? .everything : .privateRanges
    }

    private var order: Int {
        switch self {
        case .clients: 0
        case .admins: 1
        case .cluster: 2
        case .components: 3
        case .monitoring: 4
        case .directory: 5
        }
    }

    /// In the order of declaration, the order of every table and file.
    public static func < (left: Audience, right: Audience) -> Bool {
        left.order < right.order
    }
}
