import HostRuleset

/// A label that a Kubernetes object has to have: `deployment: gw-wso2am-universal-gw`.
package struct PodLabel: Hashable, Sendable, Comparable {
    /// An optional DNS subdomain and a slash, then a name: `app.kubernetes.io/name`.
    package let key: String
    package let value: String

    /// The label `key` with `value`, which `NetworkPolicyCheck` looks at.
    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }

    /// By key, then by value.
    package static func < (left: PodLabel, right: PodLabel) -> Bool {
        (left.key, left.value) < (right.key, right.value)
    }
}

extension PodLabel {
    /// What the control plane labels every namespace with, since Kubernetes 1.21.
    static func namespace(_ name: String) -> PodLabel {
        PodLabel("kubernetes.io/metadata.name", name)
    }

    /// What WSO2's charts label each pod of the product `name` with, whatever the release.
    package static func product(_ name: String) -> PodLabel {
        PodLabel("product", name)
    }
}

extension PodLabel {
    /// In bytes: an annotation is read by people, and all of an object's have to fit into 256 KiB.
    private static let longestAnnotation = 500

    /// `key` and `text` as an annotation: made harmless, also for Helm, which takes braces in a chart's files for a template.
    init(_ key: String, annotation text: String) {
        let plain = PlainText(text, limit: Self.longestAnnotation).description
        self.init(key, plain.replacing("{", with: "(").replacing("}", with: ")"))
    }
}
