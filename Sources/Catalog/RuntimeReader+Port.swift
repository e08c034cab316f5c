import Policy
import YAMLReader

extension RuntimeReader {
    private static let requiredKeys = [
        "id", "port", "transport", "protocol", "audiences", "offset", "basis", "description", "source",
    ]
    private static let optionalKeys = [
        "clustering", "feature", "roles", "key", "peers", "direction", "page", "internal-because", "needs",
    ]

    /// The port that an entry of `ports` describes; nil, with findings, where a required part is wrong.
    mutating func port(_ node: YAMLNode, defaultOffset: Int) -> PortDefinition? {
        let values = fields.fields(of: node, "a port", required: Self.requiredKeys, optional: Self.optionalKeys)
        guard let values else { return nil }
        let id = fields.identifier(values["id"])
        let number = number(values, defaultOffset: defaultOffset)
        let access = access(values)
        let conditions = conditions(values)
        let texts = texts(values)
        let peers = peers(values["peers"], listening: conditions.roles)
        let needs = needs(values["needs"], of: id)
        guard let id, let number, let access, let texts else { return nil }
        return PortDefinition(
            id: id,
            ports: number.ports,
            transports: number.transports,
            applicationProtocol: texts.applicationProtocol,
            audiences: access.audiences,
            offset: number.offset,
            clustering: conditions.clustering,
            feature: conditions.feature,
            roles: conditions.roles,
            configurationKey: texts.key,
            peers: peers,
            direction: access.direction,
            basis: access.basis,
            description: texts.description,
            pageClaim: texts.page,
            source: texts.source,
            internalBecause: texts.internalBecause,
            needs: needs,
            location: fields.location(node)
        )
    }

    private mutating func number(_ values: Fields, defaultOffset: Int) -> Number? {
        let ports = fields.portRange(values["port"])
        let transports = fields.choice(values["transport"], "transport", of: TransportChoice.self)?.transports
        let offset = fields.choice(values["offset"], "offset behaviour", of: PortDefinition.OffsetBehaviour.self)
        guard let ports, let transports, let offset else { return nil }
        if offset == .follows, ports.shifted(by: defaultOffset) == nil {
            let message = "port \(ports) with the default offset \(defaultOffset) is past 65535"
            fields.report("port-out-of-range", at: values["port"] ?? values.node, message)
        }
        return Number(ports: ports, transports: transports, offset: offset)
    }

    private mutating func access(_ values: Fields) -> Access? {
        let audiences = fields.names(values["audiences"], "audience", among: Audience.allCases.map(\.rawValue))
        let direction = fields.choice(values["direction"], "direction", of: PortDefinition.Direction.self)
        let basis = fields.choice(values["basis"], "basis", of: PortDefinition.Basis.self)
        guard let audiences, let basis else { return nil }
        let sorted = audiences.compactMap(Audience.init).sorted()
        return Access(audiences: sorted, direction: direction ?? .inbound, basis: basis)
    }

    private mutating func conditions(_ values: Fields) -> Conditions {
        let clustering = fields.names(values["clustering"], "clustering mode", among: names.clusteringModes)
        let feature = fields.name(values["feature"], "feature", among: names.features)
        let roles = fields.names(values["roles"], "role", among: names.roles)
        return Conditions(clustering: clustering ?? [], feature: feature, roles: roles ?? [])
    }

    private mutating func texts(_ values: Fields) -> Texts? {
        let spoken = fields.text(values["protocol"], maximum: Limit.title)
        let description = fields.text(values["description"], maximum: Limit.line)
        let source = fields.text(values["source"], maximum: Limit.line)
        let key = fields.text(values["key"], maximum: Limit.line)
        let page = fields.text(values["page"], maximum: Limit.line)
        let reason = fields.text(values["internal-because"], maximum: Limit.line)
        guard let spoken, let description, let source else { return nil }
        return Texts(
            applicationProtocol: spoken,
            description: description,
            source: source,
            key: key,
            page: page,
            internalBecause: reason
        )
    }
}

/// Which ports an entry means.
private struct Number {
    let ports: PortRange
    let transports: [Transport]
    let offset: PortDefinition.OffsetBehaviour
}

/// Who may use them, and by which source.
private struct Access {
    let audiences: [Audience]
    let direction: PortDefinition.Direction
    let basis: PortDefinition.Basis
}

/// When they are open.
private struct Conditions {
    let clustering: [String]
    let feature: String?
    let roles: [String]
}

/// What is said of them.
private struct Texts {
    let applicationProtocol: String
    let description: String
    let source: String
    let key: String?
    let page: String?
    let internalBecause: String?
}

/// The values of `transport`.
private enum TransportChoice: String, CaseIterable {
    case tcp
    case udp
    case both

    var transports: [Transport] {
        switch self {
        case .tcp: [.tcp]
        case .udp: [.udp]
        case .both: [.tcp, .udp]
        }
    }
}
