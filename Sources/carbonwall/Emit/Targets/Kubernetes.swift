import Emitters
import Policy

extension EmitTarget {
    /// NetworkPolicy objects for the pods of Helm releases.
    static let kubernetes = EmitTarget(
        name: "kubernetes",
        formats: [.kubernetes("yaml", .yaml), .kubernetes("json", .json)],
        options: [.release, .podSelector, .namespace, .ingressNamespace]
    )
}

extension EmitFormat {
    fileprivate static func kubernetes(_ name: String, _ format: KubernetesEmitter.Format) -> EmitFormat {
        EmitFormat(
            name: name,
            selection: { selection, options throws(CommandFailure) in
                let workloads = try WorkloadResolver(selection: selection, options: options.kubernetes).workloads()
                let emitter = KubernetesEmitter(
                    namespace: options.kubernetes.namespace,
                    ingressNamespace: options.kubernetes.ingressNamespace ?? KubernetesEmitter.standardIngressNamespace
                )
                do throws(InvalidInput) {
                    let document = try emitter.emit(workloads, as: format)
                    return EmittedFirewall(content: .text(document.text), notes: document.notes)
                } catch {
                    throw .invalid(error)
                }
            }
        )
    }
}
