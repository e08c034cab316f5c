import Policy
import TestSupport
import Testing
import YAMLReader

/// A NetworkPolicy read back from its text, with the semantics of its documentation
/// (kubernetes.io/docs/concepts/services-networking/network-policies).
struct ParsedNetworkPolicy {
    /// A pod, or a place outside the cluster.
    enum Place {
        case pod(namespace: String, labels: [String: String])
        case address(IPAddress)
    }

    let name: String
    let namespace: String
    let podLabels: [String: String]
    /// nil for a direction that the policy doesn't speak of: everything is allowed.
    private let ingress: [Rule]?
    private let egress: [Rule]?

    /// A rule, its values taken out of the text once.
    fileprivate struct Rule {
        /// nil for everybody.
        let peers: [Peer]?
        /// nil for every port.
        let ports: [(transport: String, ports: ClosedRange<UInt16>)]?
    }

    fileprivate enum Peer {
        case block(AddressSet)
        /// nil for the policy's own namespace.
        case pods(namespace: [String: String]?, labels: [String: String])
    }

    /// The policies of a YAML stream or a JSON `List`; one without a namespace is in `apim`.
    static func all(in text: String) throws -> [ParsedNetworkPolicy] {
        let documents = try text.split(separator: "---\n").map { try YAMLNode.parse(Array($0.utf8)) }
        return try documents.flatMap { $0["items"]?.items ?? [$0] }.map(ParsedNetworkPolicy.init)
    }

    private init(_ node: YAMLNode) throws {
        #expect(node["apiVersion"]?.text == "networking.k8s.io/v1")
        #expect(node["kind"]?.text == "NetworkPolicy")
        let spec = try #require(node["spec"])
        name = try #require(node["metadata"]?["name"]?.text)
        namespace = node["metadata"]?["namespace"]?.text ?? "apim"
        podLabels = try #require(spec["podSelector"]?["matchLabels"]).texts
        let types = try #require(spec["policyTypes"]).items.compactMap(\.text)
        ingress = try types.contains("Ingress") ? (spec["ingress"]?.items ?? []).map { try Rule($0, "from") } : nil
        egress = try types.contains("Egress") ? (spec["egress"]?.items ?? []).map { try Rule($0, "to") } : nil
    }

    /// The ports to which new connections are allowed: from `peer` to the policy's pods, or from those to `peer`.
    func allowedPorts(_ direction: Packet.Direction, _ transport: Transport, peer: Place) -> [ClosedRange<UInt16>] {
        guard let rules = direction == .inbound ? ingress : egress else { return [1...65535] }
        let name = transport.rawValue.uppercased()
        return rules.filter { rule in rule.peers?.contains { matches($0, peer) } ?? true }
            .flatMap { rule in rule.ports?.filter { $0.transport == name }.map(\.ports) ?? [1...65535] }
    }

    private func matches(_ peer: Peer, _ place: Place) -> Bool {
        switch (peer, place) {
        case (.block(let addresses), .address(let address)):
            return addresses.contains(address)
        case (.pods(let wanted, let wantedLabels), .pod(let podNamespace, let labels)):
            let isNamespace = wanted.map { $0 == ["kubernetes.io/metadata.name": podNamespace] }
            return isNamespace ?? (podNamespace == namespace) && wantedLabels.allSatisfy { labels[$0] == $1 }
        case (.block, .pod), (.pods, .address):
            return false
        }
    }
}

extension ParsedNetworkPolicy.Rule {
    fileprivate init(_ node: YAMLNode, _ member: String) throws {
        let listed = try (node[member]?.items ?? []).map { try ParsedNetworkPolicy.Peer($0) }
        peers = listed.isEmpty ? nil : listed
        ports = try node["ports"]?.items.map { port in
            let range = try port["port"].map { first in
                let lower = try #require(first.number)
                return lower...(try port["endPort"].map { try #require($0.number) } ?? lower)
            }
            return (port["protocol"]?.text ?? "TCP", range ?? 1...65535)
        }
    }
}

extension ParsedNetworkPolicy.Peer {
    fileprivate init(_ node: YAMLNode) throws {
        if let block = node["ipBlock"] {
            self = .block(AddressSet([try CIDR(try #require(block["cidr"]?.text))]))
        } else {
            self = .pods(
                namespace: node["namespaceSelector"]?["matchLabels"]?.texts,
                labels: node["podSelector"]?["matchLabels"]?.texts ?? [:]
            )
        }
    }
}

extension YAMLNode {
    fileprivate subscript(_ key: String) -> YAMLNode? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    fileprivate var items: [YAMLNode] {
        if case .sequence(let items) = content { items } else { [] }
    }

    fileprivate var text: String? {
        if case .scalar(let scalar) = content { scalar.text } else { nil }
    }

    /// The API server takes a port as a number only where it isn't quoted; a text would be a port's name.
    fileprivate var number: UInt16? {
        if case .scalar(let scalar) = content, scalar.isPlain { UInt16(scalar.text) } else { nil }
    }

    fileprivate var texts: [String: String] {
        guard case .mapping(let pairs) = content else { return [:] }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value.text ?? "") })
    }
}
