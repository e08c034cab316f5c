/// A cluster as network-config-analyzer reads it: API Manager's releases, a Streaming Integrator, and pods that belong to nobody.
enum ClusterFixture {
    struct Pod: Hashable {
        let namespace: String
        let name: String
        let labels: [String: String]

        /// What network-config-analyzer calls it.
        var endpoint: String { "\(namespace)/\(name)[Pod]" }

        fileprivate var yaml: String {
            let labels = labels.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
            return """
                apiVersion: v1
                kind: Pod
                metadata: { name: \(name), namespace: \(namespace), labels: { \(labels) } }
                spec: { containers: [{ name: main }] }

                """
        }
    }

    /// Two pods of the release `NODE`, with the labels of WSO2's chart.
    private static func release(_ node: String, _ key: String, _ value: String) -> [Pod] {
        (1...2).map { number in
            var labels = [key: value]
            if key == "deployment" { labels.merge(["product": "apim", "node": "\(value)-\(number)"]) { $1 } }
            return Pod(namespace: "apim", name: "\(node)-\(number)", labels: labels)
        }
    }

    static let pods: [Pod] =
        release("gw", "deployment", "gw-wso2am-universal-gw") + release("cp", "deployment", "cp-wso2am-acp")
        + release("tm", "deployment", "tm-wso2am-tm") + release("km", "deployment", "km-wso2am-km")
        + release("am", "deployment", "am-wso2am-all-in-one-am") + release("si", "statefulset", "cloud-si")
        + [
            Pod(namespace: "apim", name: "stranger", labels: ["app": "stranger"]),
            Pod(namespace: "other", name: "gw-1", labels: ["deployment": "gw-wso2am-universal-gw", "product": "apim"]),
            Pod(namespace: "ingress-nginx", name: "controller", labels: ["app": "controller"]),
            Pod(namespace: "kube-system", name: "dns", labels: ["k8s-app": "kube-dns"]),
            Pod(namespace: "kube-system", name: "proxy", labels: ["k8s-app": "kube-proxy"]),
        ]

    /// The namespaces and pods as a file.
    static let yaml: String = {
        let namespaces = Set(pods.map(\.namespace)).sorted().map { name in
            """
            apiVersion: v1
            kind: Namespace
            metadata: { name: \(name), labels: { kubernetes.io/metadata.name: \(name) } }

            """
        }
        return (namespaces + pods.map(\.yaml)).joined(separator: "---\n")
    }()
}
