import Catalog
import Policy
import RulesEngine

/// Two small products with every kind of port that the engine treats in its own way.
enum SampleCatalog {
    static let engine = Engine(catalog: ProductCatalog(runtimes: [shop, store]))

    /// Roles, clustering, features; its ports around 9000 follow the offset.
    static let shop = Runtime(
        id: "shop",
        title: "Shop",
        defaultOffset: 0,
        offsetKey: "[server] offset",
        roles: [
            RuntimeRole(id: "all", description: "everything"),
            RuntimeRole(id: "front", description: "takes orders", fallback: "all"),
            RuntimeRole(id: "back", description: "keeps books", fallback: "all"),
            RuntimeRole(id: "clerk", description: "helps the back", fallback: "back"),
        ],
        clusteringModes: [
            ClusteringMode(id: "none", description: "alone"),
            ClusteringMode(id: "list", description: "named peers"),
            ClusteringMode(
                id: "shout",
                description: "multicast",
                multicastGroups: [IPv4Address(bits: 0xE002_0203)]
            ),
        ],
        features: [
            Feature(id: "gauge", description: "monitoring", enabledByDefault: true),
            Feature(id: "attic", description: "old things", enabledByDefault: false),
        ],
        ports: [
            port(
                "console",
                9443,
                [.admins, .components],
                peers: [PeerRelation(target: "back", callers: ["front", "store"])]
            ),
            port("orders", 8000, [.clients], roles: ["all", "front"]),
            port(
                "books",
                9611,
                [.components],
                peers: [PeerRelation(target: "back", callers: ["front", "clerk"])],
                internal: "no login"
            ),
            port("gauge-a", 9999, [.monitoring], feature: "gauge", needs: ["gauge-b"]),
            port("gauge-b", 9998, [.monitoring], feature: "gauge"),
            port("cellar", 9700, [.admins], feature: "attic"),
            port("legend", 9900, [.directory], basis: .documented),
            port("secret", 9901, [.admins], basis: .observed),
            port("peers", 4000, [.cluster], offset: .fixed, clustering: ["list", "shout"]),
            port("shouting", 45564, [.cluster], .udp, offset: .fixed, clustering: ["shout"]),
        ],
        notes: ["a random port"],
        location: place
    )

    /// No roles and no clustering; one port collides with the shop's at offset 0, two meet at offset 43.
    static let store = Runtime(
        id: "store",
        title: "Store",
        defaultOffset: 3,
        offsetKey: "offset",
        roles: [],
        clusteringModes: [],
        features: [],
        ports: [
            port("web", 9440, [.admins]),
            port("query", 9483, [.admins], offset: .fixed),
            port("broker", 9092, [.components], offset: .fixed, direction: .outbound),
        ],
        notes: [],
        location: place
    )

    private static let place = SourceLocation(file: "sample.yaml", line: 1, column: 1)

    private static func port(
        _ id: String,
        _ number: Int,
        _ audiences: [Audience],
        _ transport: Transport = .tcp,
        offset: PortDefinition.OffsetBehaviour = .follows,
        clustering: [String] = [],
        feature: String? = nil,
        roles: [String] = [],
        peers: [PeerRelation] = [],
        direction: PortDefinition.Direction = .inbound,
        basis: PortDefinition.Basis = .both,
        internal reason: String? = nil,
        needs: [String] = []
    ) -> PortDefinition {
        PortDefinition(
            id: id,
            ports: PortRange(number) ?? .ssh,
            transports: [transport],
            applicationProtocol: "x",
            audiences: audiences,
            offset: offset,
            clustering: clustering,
            feature: feature,
            roles: roles,
            peers: peers,
            direction: direction,
            basis: basis,
            description: "the \(id)",
            source: "made up",
            internalBecause: reason,
            needs: needs,
            location: place
        )
    }
}
