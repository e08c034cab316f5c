import Policy

/// What the machines of hosts are known by in Google Cloud: network tags, or service accounts.
///
/// A rule can't have both; so all hosts of a deployment are known by one kind.
package struct GoogleMachineNames: Hashable, Sendable {
    /// A tag or account that somebody named, with the node whose machines have it.
    package struct Given: Hashable, Sendable {
        /// nil for the host that is no node.
        package var node: String?
        package var name: String

        /// The name `name` for the machines of `node`.
        package init(_ name: String, node: String? = nil) {
            self.name = name
            self.node = node
        }
    }

    private let tags: [Given]
    private let serviceAccounts: [Given]

    /// Machines with these; a host without any has a network tag that is called like its firewall.
    package init(tags: [Given] = [], serviceAccounts: [Given] = []) {
        self.tags = tags
        self.serviceAccounts = serviceAccounts
    }

    /// The machines of `node`.
    func machines(of node: String?, _ deployment: CloudDeployment) -> GoogleMachines {
        machines(names(of: node, deployment))
    }

    /// The machines that `groups` stand for in the rules of `host`.
    func machines(of groups: [CloudGroup], in host: CloudHost, _ deployment: CloudDeployment) -> GoogleMachines {
        machines(
            groups.flatMap { group in
                switch group {
                case .itself: names(of: host.node, deployment)
                case .node(let node): names(of: node, deployment)
                case .identifier(let name): [name]
                }
            }
        )
    }

    private func machines(_ names: [String]) -> GoogleMachines {
        let sorted = Set(names).sorted()
        return serviceAccounts.isEmpty ? .tags(sorted) : .serviceAccounts(sorted)
    }

    private func names(of node: String?, _ deployment: CloudDeployment) -> [String] {
        let given = (tags + serviceAccounts).filter { $0.node == node }.map(\.name)
        return given.isEmpty && serviceAccounts.isEmpty ? [deployment.name(of: node)] : given
    }
}

extension GoogleMachineNames {
    /// - Throws: What doesn't fit `deployment`: both kinds, names for other nodes or none, nodes without an
    ///   account, names of several nodes.
    func check(_ deployment: CloudDeployment) throws(InvalidInput) {
        let findings =
            kindFindings + (tags + serviceAccounts).compactMap { $0.finding(deployment.nodeNames) }
            + unknownMachines(deployment) + sharedMachines(deployment)
        guard findings.isEmpty else { throw InvalidInput(findings) }
    }

    private var kindFindings: [Finding] {
        guard !tags.isEmpty, !serviceAccounts.isEmpty else { return [] }
        let message = "a rule can't name both network tags and service accounts"
        return [Finding(.error, "target-cannot-express", message, hint: "leave one of them out")]
    }

    /// Nodes without an account, where others are known by theirs.
    private func unknownMachines(_ deployment: CloudDeployment) -> [Finding] {
        guard !serviceAccounts.isEmpty else { return [] }
        let unknown = deployment.nodeNames.filter { node in !serviceAccounts.contains { $0.node == node } }
        guard !unknown.isEmpty, !deployment.nodeNames.isEmpty else { return [] }
        let message = "no service account for \(unknown.joined(separator: ", "))"
        let hint = "all nodes need one where any has: --service-account NODE=ADDRESS"
        return [Finding(.error, "target-cannot-express", message, hint: hint)]
    }

    /// Tags and accounts of several nodes, whose machines would all get the ports of each.
    private func sharedMachines(_ deployment: CloudDeployment) -> [Finding] {
        guard tags.isEmpty || serviceAccounts.isEmpty else { return [] }
        let owners = deployment.nodeNames.reduce(into: [String: [String]]()) { owners, node in
            for name in Set(names(of: node, deployment)) { owners[name, default: []].append(node) }
        }
        let shared = owners.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        return shared.map { sharing(of: $0.key, by: $0.value) }
    }

    /// That `nodes` can't be told apart, since `name` is what the machines of each are known by.
    private func sharing(of name: String, by nodes: [String]) -> Finding {
        let (what, option) =
            serviceAccounts.isEmpty
            ? ("network tag", "--target-tag NODE=TAG") : ("service account", "--service-account NODE=ADDRESS")
        let message = "\(nodes.joined(separator: ", ")) have the same \(what) \(name.quotedForMessage)"
        let hint = "each would get the others' ports, too: give every node one of its own, \(option)"
        return Finding(.error, "target-cannot-express", message, hint: hint)
    }
}

extension GoogleMachineNames.Given {
    /// That it is for a node that isn't among `nodes`, or for none of them.
    fileprivate func finding(_ nodes: [String]) -> Finding? {
        guard let node else {
            guard !nodes.isEmpty else { return nil }
            let hint = "write NODE=\(name), with one of \(nodes.joined(separator: ", "))"
            return Finding(.error, "unknown-node", "whose machines have \(name.quotedForMessage)?", hint: hint)
        }
        guard !nodes.contains(node) else { return nil }
        let hint =
            nodes.isEmpty ? "one host is written: leave the node out" : "nodes are \(nodes.joined(separator: ", "))"
        return Finding(.error, "unknown-node", "there is no node \(node.quotedForMessage)", hint: hint)
    }
}
