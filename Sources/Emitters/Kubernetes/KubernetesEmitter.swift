package import Policy

/// Writes what the pods of one or several releases let in, and out where that is fenced, as NetworkPolicy objects.
package struct KubernetesEmitter: Sendable {
    /// The namespace that all releases are in; nil for the one that kubectl or Helm writes into.
    package var namespace: String?
    /// Where the ingress controller's pods are.
    package var ingressNamespace: String

    /// A notation that kubectl and Helm read.
    package enum Format: Sendable {
        /// A document for each object.
        case yaml
        /// One `List` with all of them.
        case json
    }

    /// The namespace of the ingress controller that WSO2's charts are made for.
    package static let standardIngressNamespace = "ingress-nginx"

    /// Policies in `namespace`, which let the pods of `ingressNamespace` through to what clients reach.
    package init(namespace: String?, ingressNamespace: String) {
        self.namespace = namespace
        self.ingressNamespace = ingressNamespace
    }

    /// A NetworkPolicy for each of `workloads`, in the order of their releases' names.
    ///
    /// - Throws: Everything that no NetworkPolicy can express, of all workloads, or that the API server would refuse.
    package func emit(_ workloads: [KubernetesWorkload], as format: Format) throws(InvalidInput) -> CloudDocument {
        let refusals = workloads.flatMap(\.policy.inexpressibleForPods)
        guard refusals.isEmpty else { throw InvalidInput(refusals.uniqued()) }
        let policies = workloads.sorted { $0.release.description < $1.release.description }
            .map { NetworkPolicy($0, namespace: namespace, ingressNamespace: ingressNamespace) }
        for policy in policies {
            try policy.check()
        }
        return CloudDocument(text: policies.map(\.json).text(as: format), notes: notes(workloads))
    }
}

extension [JSONValue] {
    fileprivate func text(as format: KubernetesEmitter.Format) -> String {
        switch format {
        case .yaml:
            map(\.yamlDocument).joined(separator: "---\n")
        case .json:
            JSONValue.object([
                ("apiVersion", .string("v1")), ("kind", .string("List")), ("items", .array(self)),
            ])
            .document
        }
    }
}
