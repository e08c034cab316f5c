/// One port, or a range of them, that a runtime listens on, and who may reach it.
public struct Service: Hashable, Sendable {
    /// The catalog's name of the runtime: `apim`.
    public var runtime: String
    /// The catalog's name of the port: `servlet-https`.
    public var id: String
    /// TCP or UDP.
    public var transport: Transport
    /// The ports as they are on the host, offset included.
    public var ports: PortRange
    /// Ascending, each once; a source in any of them may reach the ports.
    public var audiences: [Audience]
    /// The ports before the offset.
    public var base: PortRange
    /// What was added to `base`; 0 for a port that doesn't follow the runtime's offset.
    public var offset: Int
    /// What it is, in one line.
    public var summary: String

    /// Sorts `audiences` and drops repeated ones.
    public init(
        runtime: String,
        id: String,
        transport: Transport,
        ports: PortRange,
        audiences: some Collection<Audience>,
        base: PortRange,
        offset: Int,
        summary: String
    ) {
        self.runtime = runtime
        self.id = id
        self.transport = transport
        self.ports = ports
        self.audiences = audiences.sortedOnce()
        self.base = base
        self.offset = offset
        self.summary = summary
    }

    /// What tables are sorted by: port, transport, runtime.
    public var tableKey: (PortRange, Transport, String, String) { (ports, transport, runtime, id) }

    /// `9443+1` where an offset was added, else `9443`.
    public var arithmetic: String {
        offset == 0 ? "\(base)" : "\(base)+\(offset)"
    }

    /// Where it comes from: `apim servlet-https 9443+1`.
    public var origin: String {
        "\(runtime) \(id) \(arithmetic)"
    }
}

/// Ports of one transport, without a word on who uses them.
public struct TransportPorts: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// TCP or UDP.
    public var transport: Transport
    /// The ports, at least one.
    public var ports: PortRange

    /// The ports `ports` of `transport`.
    public init(_ transport: Transport, _ ports: PortRange) {
        self.transport = transport
        self.ports = ports
    }

    /// Whether a packet of `transport` to `port` is meant.
    public func contains(_ transport: Transport, _ port: UInt16) -> Bool {
        self.transport == transport && ports.contains(port)
    }

    /// Whether the two have a port in common.
    public func overlaps(_ other: TransportPorts) -> Bool {
        transport == other.transport && ports.overlaps(other.ports)
    }

    /// By port, then transport.
    public static func < (left: TransportPorts, right: TransportPorts) -> Bool {
        left.ports == right.ports ? left.transport < right.transport : left.ports < right.ports
    }

    /// `9443/tcp`.
    public var description: String { "\(ports)/\(transport.rawValue)" }
}

extension Collection<Audience> {
    /// Ascending, each once.
    fileprivate func sortedOnce() -> [Audience] {
        Audience.allCases.filter { contains($0) }
    }
}

extension TransportPorts {
    /// The ports that `text` names: `9092/tcp`, or `4001-4009/tcp`; nil where it isn't that.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let transport = Transport(rawValue: String(parts[1])), let ports = PortRange(parts[0])
        else {
            return nil
        }
        self.init(transport, ports)
    }
}
