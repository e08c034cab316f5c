import Catalog
import Emitters
import Policy
import RulesEngine

/// Works out which pods a selection is, and what they let in and out.
struct WorkloadResolver {
    let selection: SelectionOptions
    let options: KubernetesOptions

    /// The pods of each release: of the selected runtimes, or of a policy file's nodes.
    ///
    /// - Throws: What is wrong with the selection, and releases whose pods' labels aren't known.
    func workloads() throws(CommandFailure) -> [KubernetesWorkload] {
        try selection.checkNoProbe()
        guard !options.releases.isEmpty else {
            throw .usage(
                "kubernetes needs the names of the Helm releases, which the labels of their pods follow from",
                hint: selection.policy == nil ? "--release NAME" : "--release NODE=NAME, for each node that is pods"
            )
        }
        let engine = Engine(catalog: try selection.rules.catalog())
        return if let policy = selection.policy {
            try deployedWorkloads(policy, engine: engine)
        } else {
            [try standaloneWorkload(engine)]
        }
    }

    private func standaloneWorkload(_ engine: Engine) throws(CommandFailure) -> KubernetesWorkload {
        guard options.releases.count == 1, let argument = options.releases.first, argument.node == nil else {
            throw .usage("without --policy there is one release", hint: "--release NAME")
        }
        var chosen = try selection.selection(engine.catalog)
        chosen.namesPeers = true
        do throws(InvalidInput) {
            let host = try engine.resolve(chosen)
            let labels = try PodLabels(of: host, release: argument.release, given: labels(of: nil)).labels
            return workload(
                host,
                release: argument.release,
                nodes: [Audience.cluster.rawValue: labels, Audience.components.rawValue: engine.catalog.chartedPods],
                labels: labels
            )
        } catch {
            throw .invalid(error)
        }
    }

    /// The pods with `labels`, whose ways in are what `--keep` says, and SSH only if `--ssh` does: no SSH server runs in a pod.
    func workload(
        _ host: ResolvedHost,
        release: HelmRelease,
        nodes: [String: [PodLabel]],
        labels: [PodLabel]
    ) -> KubernetesWorkload {
        var policy = host.policy
        policy.guards = policy.guards.filter { $0.kind == .keep || !selection.ssh.isEmpty }
        if policy.egress != nil, host.runtimes.contains(where: { $0.clustering == "kubernetes" }) {
            policy.notes.append(
                "a cluster that finds its members through the Kubernetes API needs a link to the API server, too"
            )
        }
        return KubernetesWorkload(release: release, podLabels: labels, policy: policy, nodes: nodes)
    }

    /// The labels that were given for the pods of `node`.
    func labels(of node: String?) -> [PodLabel] {
        options.podSelectors.filter { $0.node?.text == node }.map(\.label)
    }
}

extension ProductCatalog {
    /// What the pods of every release have in common: the label of the one product that WSO2's charts give such a label.
    fileprivate var chartedPods: [PodLabel] {
        runtimes.first { $0.roles.contains { $0.helmChart != nil } }.map { [.product($0.id)] } ?? []
    }
}
