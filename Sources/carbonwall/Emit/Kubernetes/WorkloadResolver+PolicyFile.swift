import Emitters
import Policy
import RulesEngine
import SystemPackage

extension WorkloadResolver {
    /// The pods of the policy file's nodes that have a release, or of the one that `--node` names.
    func deployedWorkloads(_ path: FilePath, engine: Engine) throws(CommandFailure) -> [KubernetesWorkload] {
        var chosen = try selection.optionsBesidePolicy()
        chosen.namesPeers = true
        var file = try selection.policyFile(path)
        let releases = try releases(of: file)
        try checkNodes(file, releases)
        for index in file.nodes.indices where releases[file.nodes[index].name] != nil {
            file.nodes[index].addresses = AddressSet()
        }
        do throws(InvalidInput) {
            return try workloads(of: Deployment(file, options: chosen, engine: engine), releases)
        } catch {
            throw .invalid(error)
        }
    }

    private func workloads(
        of deployment: Deployment,
        _ releases: [String: HelmRelease]
    ) throws(InvalidInput) -> [KubernetesWorkload] {
        var pods: [(node: String, release: HelmRelease, host: ResolvedHost)] = []
        var labels: [String: [PodLabel]] = [:]
        for node in deployment.file.nodes {
            guard let release = releases[node.name] else { continue }
            let host = try deployment.resolve(node: node.name)
            labels[node.name] = try PodLabels(of: host, release: release, given: self.labels(of: node.name)).labels
            pods.append((node.name, release, host))
        }
        return pods.filter { selection.node == nil || selection.node?.text == $0.node }
            .map { workload($0.host, release: $0.release, nodes: labels, labels: labels[$0.node] ?? []) }
    }

    /// The release of each node that has one.
    private func releases(of file: PolicyFile) throws(CommandFailure) -> [String: HelmRelease] {
        var releases: [String: HelmRelease] = [:]
        for argument in options.releases {
            guard let node = argument.node?.text ?? file.onlyNode else {
                throw .usage("which node is release \(argument.release)?", hint: "--release NODE=\(argument.release)")
            }
            guard releases.updateValue(argument.release, forKey: node) == nil else {
                throw .usage("node \(node.quotedForMessage) has two releases")
            }
        }
        return releases
    }

    /// Everything that is named has to be in the file, and every node to be somewhere.
    private func checkNodes(_ file: PolicyFile, _ releases: [String: HelmRelease]) throws(CommandFailure) {
        let names = file.nodes.map(\.name)
        let named = options.releases.compactMap(\.node?.text) + options.podSelectors.compactMap(\.node?.text)
        if let node = (named + [selection.node?.text].compactMap(\.self)).first(where: { !names.contains($0) }) {
            throw .usage(
                "the policy file has no node \(node.quotedForMessage)",
                hint: suggestion(for: node, in: names)
            )
        }
        let idle = options.podSelectors.compactMap(\.node?.text) + [selection.node?.text].compactMap(\.self)
        if let node = idle.first(where: { releases[$0] == nil }) {
            throw .usage("node \(node.quotedForMessage) has no release", hint: "--release \(node)=NAME")
        }
        let lost = file.nodes.filter { $0.addresses.isEmpty && releases[$0.name] == nil }
        guard lost.isEmpty else { throw .invalid(InvalidInput(lost.map(Finding.withoutRelease))) }
    }
}

extension Finding {
    fileprivate static func withoutRelease(_ node: PolicyNode) -> Finding {
        Finding(
            .error,
            "no-address",
            at: node.location,
            "\(node.name) has neither addresses nor a release",
            hint: "--release \(node.name)=NAME"
        )
    }
}
