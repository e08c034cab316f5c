extension NetworkPolicy {
    /// The object as the API takes it.
    var json: JSONValue {
        .object([
            ("apiVersion", .string("networking.k8s.io/v1")),
            ("kind", .string("NetworkPolicy")),
            ("metadata", metadata),
            ("spec", spec),
        ])
    }

    private var metadata: JSONValue {
        .object([
            ("name", .string(name)),
            ("namespace", namespace.map(JSONValue.string)),
            ("labels", [PodLabel("app.kubernetes.io/managed-by", "carbonwall")].json),
            ("annotations", annotations.isEmpty ? nil : annotations.json),
        ])
    }

    private var spec: JSONValue {
        .object([
            ("podSelector", podLabels.selector),
            ("policyTypes", .strings(egress == nil ? ["Ingress"] : ["Ingress", "Egress"])),
            ("ingress", .array(ingress.map { $0.json(peers: "from") })),
            ("egress", egress.map { .array($0.map { $0.json(peers: "to") }) }),
        ])
    }
}

extension NetworkPolicy.Rule {
    fileprivate func json(peers name: String) -> JSONValue {
        .object([(name, peers.json), ("ports", .array(ports.map(\.json)))])
    }
}

extension NetworkPolicy.Port {
    fileprivate var json: JSONValue {
        .object([
            ("protocol", .string(transport)), ("port", .integer(port)), ("endPort", endPort.map(JSONValue.integer)),
        ])
    }
}

extension NetworkPolicy.Peers {
    /// The same for the same peers, for sorting.
    var text: String { json?.document ?? "" }

    /// nil for everybody, which is what a missing member means.
    fileprivate var json: JSONValue? {
        switch self {
        case .anyone: nil
        case .listed(let peers): .array(peers.map(\.json))
        }
    }
}

extension NetworkPolicy.Peer {
    fileprivate var json: JSONValue {
        switch self {
        case .block(let cidr):
            .object([("ipBlock", .object([("cidr", .string(cidr))]))])
        case .pods(let labels):
            .object([("podSelector", labels.selector)])
        case .podsOf(let namespace, let labels):
            .object([
                ("namespaceSelector", [PodLabel.namespace(namespace)].selector),
                ("podSelector", labels.isEmpty ? nil : labels.selector),
            ])
        }
    }
}

extension [PodLabel] {
    fileprivate var json: JSONValue {
        .object(sorted().map { ($0.key, .string($0.value)) })
    }

    fileprivate var selector: JSONValue {
        .object([("matchLabels", json)])
    }
}
