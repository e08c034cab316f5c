import Catalog
public import Policy

/// A policy file worked out against the catalog: which of its nodes has to reach which, on which ports.
public struct Deployment: Sendable {
    /// What the policy file says, in an order that doesn't depend on the file's.
    public let file: PolicyFile
    let engine: Engine
    let options: Selection
    /// The different runtimes of all nodes; nodes that run the same share one.
    let members: [Member]
    /// For each node the places of its runtimes in `members`.
    let membersOfNode: [[Int]]

    /// Works out every node of `file`.
    ///
    /// - Parameters:
    ///   - file: The machines and what runs on them.
    ///   - options: A selection without runtimes: what flags say for every node. Its sources add to the file's, or take their place
    ///     for its `replacedAudiences`; its SSH takes the place of the file's, and what it keeps adds to that.
    ///   - engine: The catalog to look names up in.
    /// - Throws: Every reason why a node can't be used, with its place in the file.
    public init(_ file: PolicyFile, options: Selection, engine: Engine) throws(InvalidInput) {
        let file = file.sorted
        var builder = MemberBuilder(engine: engine, options: options)
        for node in file.nodes {
            builder.add(node)
        }
        members = try builder.finish()
        membersOfNode = builder.membersOfNode
        self.file = file
        self.engine = engine
        self.options = options
    }

    /// The ports and the policy of the machines of the node called `name`.
    ///
    /// - Throws: That there is no such node, or its ports collide.
    public func resolve(node name: String) throws(InvalidInput) -> ResolvedHost {
        guard let index = file.nodes.firstIndex(where: { $0.name == name }) else {
            let names = file.nodes.map(\.name)
            throw InvalidInput([.unknown("node", name, among: names, of: "the policy file", at: nil)])
        }
        return try resolve(node: index)
    }

    /// The ports and the policy of every node's machines, in the order of the nodes' names.
    ///
    /// - Throws: That ports of a node collide.
    public func resolveAll() throws(InvalidInput) -> [ResolvedHost] {
        var known: [HostKey: ResolvedHost] = [:]
        var hosts: [ResolvedHost] = []
        for index in file.nodes.indices {
            let key = hostKey(of: index)
            if known[key] == nil { known[key] = try resolve(node: index) }
            hosts += [known[key]].compactMap(\.self)
        }
        return hosts
    }

    /// What makes nodes different: nodes that run the same and have the same links have one policy, which is worked out once.
    private struct HostKey: Hashable {
        /// All that the file says of a node, without its name and addresses.
        var node: PolicyNode
        var members: [Int]
        var links: [String]
    }

    private func hostKey(of node: Int) -> HostKey {
        let links = file.links.filter { $0.from.contains(file.nodes[node].name) }.map(\.name)
        var rest = file.nodes[node]
        (rest.name, rest.addresses, rest.location) = ("", AddressSet(), nil)
        for index in rest.runtimes.indices { rest.runtimes[index].selected.location = nil }
        return HostKey(node: rest, members: membersOfNode[node], links: links)
    }

    private func resolve(node index: Int) throws(InvalidInput) -> ResolvedHost {
        let own = membersOfNode[index].map { members[$0] }
        let given = givenSources
        let peers = peers(of: own)
        var selection = options
        selection.sources = given.merging(peers.mapValues(\.addresses)) { given, peers in given.union(peers) }
        selection.ssh = options.ssh ?? file.nodes[index].ssh ?? file.ssh
        selection.keep = file.keep + file.nodes[index].keep + options.keep
        var candidates: [Candidate] = []
        for (place, member) in own.enumerated() {
            candidates += member.candidates.map { Candidate(runtime: place, port: $0.port, closed: $0.closed) }
        }
        if !options.groupedAudiences.contains(.components), given[.components] == nil {
            candidates = candidates.map { closedUnlessCalled($0, member: own[$0.runtime]) }
        }
        let egress = selection.fencesEgress ? egress(of: index, own: own, given, candidates: candidates) : nil
        var host = try engine.host(selection, runtimes: own.map(\.runtime), candidates: candidates, egress: egress)
        for place in host.policy.sources.indices {
            let audience = host.policy.sources[place].audience
            host.policy.sources[place].peers = peers[audience].map { nodes in
                PeerNodes(nodes: nodes.map(\.name), others: given[audience] ?? AddressSet())
            }
        }
        return host
    }

    /// What the file and the flags give together.
    private var givenSources: [Audience: AddressSet] {
        file.sources.merging(options.sources) { $0.union($1) }.merging(
            options.sources.filter { options.replacedAudiences.contains($0.key) }
        ) { $1 }
    }

    /// A port for other runtimes that none of the deployment calls is closed to them; it stays open to its other audiences.
    private func closedUnlessCalled(_ candidate: Candidate, member: Member) -> Candidate {
        guard candidate.isOpenInbound, candidate.port.service.audiences.contains(.components),
            !member.exposes(candidate.port.definition),
            !members.contains(where: { $0.calls(candidate.port.definition, of: member) })
        else { return candidate }
        var result = candidate
        result.port.service.audiences.removeAll { $0 == .components }
        result.closed = result.port.service.audiences.isEmpty ? .nobodyConnects : nil
        return result
    }
}

extension [PolicyNode] {
    /// Of all their machines.
    fileprivate var addresses: AddressSet { AddressSet(unionOf: map(\.addresses)) }
}
