import Catalog
import Emitters
import Policy

extension Runtime {
    /// Everything that the catalog says of it; fields without a value are left out.
    var json: JSONValue {
        .object([
            ("name", .string(id)),
            ("title", .string(title)),
            ("offset", .integer(defaultOffset)),
            ("offsetKey", .string(offsetKey)),
            ("roles", .array(roles.map(\.json))),
            ("clustering", .array(clusteringModes.map(\.json))),
            ("features", .array(features.map(\.json))),
            ("ports", .array(ports.map(\.json))),
            ("notes", .strings(notes)),
            ("definedAt", .string("\(location)")),
        ])
    }
}

extension RuntimeRole {
    fileprivate var json: JSONValue {
        .object([
            ("id", .string(id)),
            ("description", .string(description)),
            ("fallback", fallback.map(JSONValue.string)),
            ("helmChart", helmChart.map(JSONValue.string)),
        ])
    }
}

extension ClusteringMode {
    fileprivate var json: JSONValue {
        .object([
            ("id", .string(id)),
            ("description", .string(description)),
            ("multicastGroups", .strings(multicastGroups.map(\.description))),
        ])
    }
}

extension Feature {
    fileprivate var json: JSONValue {
        .object([
            ("id", .string(id)),
            ("description", .string(description)),
            ("enabledByDefault", .boolean(enabledByDefault)),
        ])
    }
}

extension PortDefinition {
    /// In the order of the text: what it is, who uses it, when it is open, where that is known from.
    fileprivate var json: JSONValue {
        .object(
            identity + [
                ("audiences", .strings(audiences.map(\.rawValue))),
                ("needs", .strings(needs)),
                ("internalBecause", internalBecause.map(JSONValue.string)),
                ("clustering", .strings(clustering)),
                ("feature", feature.map(JSONValue.string)),
                ("roles", .strings(roles)),
                ("basis", .string(basis.rawValue)),
                ("source", .string(source)),
                ("definedAt", .string("\(location)")),
                ("peers", .array(peers.map(\.json))),
            ]
        )
    }

    private var identity: [(name: String, value: JSONValue?)] {
        [
            ("id", .string(id)),
            ("ports", .string("\(ports)")),
            ("transports", .strings(transports.map(\.rawValue))),
            ("protocol", .string(applicationProtocol)),
            ("direction", .string(direction.rawValue)),
            ("offset", .string(offset.rawValue)),
            ("key", configurationKey.map(JSONValue.string)),
            ("description", .string(description)),
            ("pageClaim", pageClaim.map(JSONValue.string)),
        ]
    }
}

extension PeerRelation {
    fileprivate var json: JSONValue {
        .object([
            ("target", .string(target)),
            ("callers", .strings(callers)),
        ])
    }
}
