import Policy
import YAMLReader

extension FieldReader {
    /// The nodes of a policy file; at least one, no address in two of them.
    mutating func nodes(_ node: YAMLNode?) -> [PolicyNode] {
        let pairs = entries(of: node, "nodes") ?? []
        if let node, pairs.isEmpty {
            report("no-node", at: node, "a policy file needs at least one node")
        }
        var taken = AddressSet()
        return pairs.compactMap { pair in
            guard let node = policyNode(pair) else { return nil }
            if !taken.intersection(node.addresses).isEmpty {
                report(
                    "shared-address",
                    at: location(ofKey: pair),
                    "\(node.name) has an address that an earlier node has too"
                )
            }
            taken = taken.union(node.addresses)
            return node
        }
    }

    private mutating func policyNode(_ pair: YAMLPair) -> PolicyNode? {
        let keys = fields(of: pair.value, "a node", required: ["runtimes"], optional: ["addresses", "ssh", "keep"])
        let name = checkedIdentifier(pair.key, at: location(ofKey: pair))
        guard let keys, let name else { return nil }
        var node = PolicyNode(name: name, addresses: AddressSet(), location: location(ofKey: pair))
        if let addresses = keys["addresses"] { node.addresses = self.addresses(addresses) ?? AddressSet() }
        node.ssh = ssh(keys["ssh"])
        node.keep = keep(keys["keep"])
        checkWidth(of: node, keys["addresses"])
        guard let runtimes = keys["runtimes"] else { return node }
        if case .sequence(let items) = runtimes.content, items.count > Selection.mostRuntimes {
            reportTooMany("runtimes on a node", at: runtimes, most: Selection.mostRuntimes)
        } else {
            node.runtimes = filledList(runtimes, "runtime") { $0.policyRuntime($1) } ?? []
        }
        return node
    }

    /// Peers are let in by a node's addresses, so a list as wide as an allocation would open their ports to strangers.
    private mutating func checkWidth(of node: PolicyNode, _ addresses: YAMLNode?) {
        guard let addresses, node.addresses.isWiderThanAnAllocation else { return }
        report(
            "wide-node",
            at: addresses,
            "\(node.name) has more addresses than a /8, or than a /32 of IPv6, which no node's machines have",
            hint:
                "write the addresses of its machines, or their subnet: ports of the other nodes are opened to all of them"
        )
    }

    private mutating func policyRuntime(_ item: YAMLNode) -> PolicyRuntime? {
        let optional = ["role", "clustering", "offset", "enable", "disable", "expose"]
        guard let keys = fields(of: item, "a runtime", required: ["name"], optional: optional) else { return nil }
        guard let name = scalar(keys["name"], "the name of a runtime")?.text else { return nil }
        return PolicyRuntime(
            selected: SelectedRuntime(
                name: name,
                offset: integer(keys["offset"], "an offset", in: 0...65534),
                role: scalar(keys["role"], "a role")?.text,
                clustering: scalar(keys["clustering"], "a clustering mode")?.text,
                location: location(item)
            ),
            enabled: references(keys["enable"], runtime: name),
            disabled: references(keys["disable"], runtime: name),
            exposures: exposures(keys["expose"], runtime: name)
        )
    }

    private mutating func references(_ node: YAMLNode?, runtime: String) -> [CatalogReference] {
        list(node) { reader, item in
            guard let id = reader.scalar(item, "a feature or port")?.text else { return nil }
            return CatalogReference(runtime: runtime, id: id, location: reader.location(item))
        } ?? []
    }

    private mutating func exposures(_ node: YAMLNode?, runtime: String) -> [Exposure] {
        (entries(of: node, "expose") ?? []).map { pair in
            let port = CatalogReference(runtime: runtime, id: pair.key, location: location(ofKey: pair))
            return Exposure(
                port: port,
                audiences: filledList(pair.value, "audience") { $0.choice($1, "audience") } ?? []
            )
        }
    }
}
