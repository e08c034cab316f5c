/// A NetworkPolicy (networking.k8s.io/v1) as it is written, its values not yet looked at: `NetworkPolicyCheck` does that.
///
/// A policy allows, and nothing else: what no policy of a selected pod allows is dropped, and a pod that none selects is open.
package struct NetworkPolicy: Hashable, Sendable {
    package var name: String
    /// nil for the one that kubectl or Helm writes into.
    package var namespace: String?
    /// Why what is allowed, by key.
    package var annotations: [PodLabel]
    /// What the pods that it is for have in common; never empty, since that means every pod of the namespace.
    package var podLabels: [PodLabel]
    package var ingress: [Rule]
    /// nil where the pods may connect to anywhere.
    package var egress: [Rule]?

    /// Connections to some ports.
    package struct Rule: Hashable, Sendable {
        package var ports: [Port]
        package var peers: Peers
    }

    /// Ports of the pod, whatever the Service before it calls them.
    package struct Port: Hashable, Sendable, Comparable {
        /// `TCP` or `UDP`.
        package var transport: String
        package var port: Int
        /// The last one of a range; nil for a single port.
        package var endPort: Int?

        /// By port, then by transport.
        package static func < (left: Port, right: Port) -> Bool {
            (left.port, left.endPort ?? left.port, left.transport) < (
                right.port, right.endPort ?? right.port, right.transport
            )
        }
    }

    /// The other side of a rule.
    package enum Peers: Hashable, Sendable {
        /// Every pod, and every address outside the cluster.
        case anyone
        /// At least one: an empty list would mean everybody.
        case listed([Peer])
    }

    /// One of those on the other side.
    package enum Peer: Hashable, Sendable {
        /// Addresses outside the cluster, as a CIDR; whether pods are among them depends on the cluster's network plug-in.
        case block(String)
        /// Pods with these labels, in the policy's own namespace.
        case pods([PodLabel])
        /// Pods with these labels in the namespace, every pod of it where there are none.
        case podsOf(namespace: String, [PodLabel])
    }
}
