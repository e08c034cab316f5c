import Catalog
import Policy
import RulesEngine
import TestSupport
import Testing

/// What network-config-analyzer makes of the emitted policies is what the host policies say, for every pod and every address.
@Suite(.needs(pythonTool: "nca")) struct ConnectivityTests {
    private static let roles: [(role: String, release: String, label: String)] = [
        ("gateway", "gw", "gw-wso2am-universal-gw"), ("control-plane", "cp", "cp-wso2am-acp"),
        ("traffic-manager", "tm", "tm-wso2am-tm"), ("key-manager", "km", "km-wso2am-km"),
        ("all-in-one", "am", "am-wso2am-all-in-one-am"),
    ]

    private static let deployment = """
        version: 1
        sources:
          admins: [10.9.0.0/24]
          clients: [198.51.100.0/24, "2001:db8::/32"]
        nodes:
          gw: { runtimes: [{ name: apim, role: gateway, expose: { servlet-https: [clients, admins, components] } }] }
          cp: { runtimes: [{ name: apim, role: control-plane, clustering: kubernetes }] }
          tm: { runtimes: [{ name: apim, role: traffic-manager }] }
          km: { runtimes: [{ name: apim, role: key-manager, offset: 2 }] }
          si: { runtimes: [{ name: si, clustering: minimum-ha, offset: 10 }] }
          vm: { addresses: [10.0.7.11, 10.0.7.12], runtimes: [{ name: apim, role: gateway, offset: 1 }] }
        links:
          database: { to: [10.0.8.0/24], ports: [3306/tcp], from: [cp, tm, km] }
        """

    private static let releases = [
        "--release", "gw=gw", "--release", "cp=cp", "--release", "tm=tm", "--release", "km=km", "--release", "si=si",
        "--pod-selector", "si=statefulset=cloud-si",
    ]

    private static let deployedPods: [String: [String: String]] = {
        let charts = roles.dropLast().map { ($0.release, ["deployment": $0.label]) }
        return Dictionary(uniqueKeysWithValues: charts + [("si", ["statefulset": "cloud-si"])])
    }()

    @Test(arguments: roles, [false, true])
    func `each role's policy connects whom its host policy connects`(
        role: (role: String, release: String, label: String),
        isFenced: Bool
    ) throws {
        var selection = Selection(runtimes: [SelectedRuntime(name: "apim", role: role.role, clustering: "kubernetes")])
        selection.namesPeers = true
        selection.fencesEgress = isFenced
        let policy = try Engine(catalog: try ProductCatalog.builtIn()).resolve(selection).policy
        let labels = ["deployment": role.label]
        try compare(
            ["--runtime", "apim", "--role", role.role, "--clustering", "kubernetes", "--release", role.release]
                + (isFenced ? ["--egress"] : []),
            WantedConnectivity(
                workloads: [WantedConnectivity.Workload(labels: labels, policy: policy)],
                nodes: ["cluster": labels, "components": ["product": "apim"]]
            )
        )
    }

    @Test(arguments: [false, true])
    func `a deployment's policies connect whom its nodes' policies connect`(isFenced: Bool) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.deployment, to: "policy.yaml")
        var options = Selection(runtimes: [])
        options.namesPeers = true
        options.fencesEgress = isFenced
        let file = try PolicyFile(parsing: Array(Self.deployment.utf8), name: path)
        let engine = Engine(catalog: try ProductCatalog.builtIn())
        let deployment = try Deployment(file, options: options, engine: engine)
        let workloads = try Self.deployedPods.map { node, labels in
            WantedConnectivity.Workload(labels: labels, policy: try deployment.resolve(node: node).policy)
        }
        try compare(
            ["--policy", path] + Self.releases + (isFenced ? ["--egress"] : []),
            WantedConnectivity(workloads: workloads, nodes: Self.deployedPods)
        )
    }

    private func compare(_ options: [String], _ wanted: WantedConnectivity) throws {
        let result = try carbonwall(["emit", "kubernetes", "--namespace", "apim"] + options)
        #expect(result.succeeded, "\(result.errors)")
        #expect(try ConnectivityMap.doubts(about: result.output) == nil)
        let map = try ConnectivityMap(of: result.output)
        #expect(map.endpoints.count > ClusterFixture.pods.count + 4)
        for source in map.endpoints {
            for destination in map.endpoints where source != destination && (source.isPod || destination.isPod) {
                for transport in Transport.allCases {
                    let ports = map.ports(from: source, to: destination, transport)
                    let expected = wanted.ports(from: source, to: destination, transport)
                    #expect(
                        ports.subtracting(expected).isEmpty,
                        "wrongly accepted \(transport): \(source) to \(destination)"
                    )
                    #expect(
                        expected.subtracting(ports).isEmpty,
                        "wrongly dropped \(transport): \(source) to \(destination)"
                    )
                }
            }
        }
    }
}

extension ConnectivityMap.Endpoint {
    fileprivate var isPod: Bool {
        if case .pod = self { true } else { false }
    }
}
