import Policy
import TestSupport
import Testing

/// Who may connect to whom in `ClusterFixture`, as network-config-analyzer says.
struct ConnectivityMap {
    /// An address outside the cluster, or a pod.
    enum Endpoint: Hashable {
        case address(IPAddress)
        case pod(ClusterFixture.Pod)
    }

    /// A pod, or addresses that a line of the map treats alike.
    private enum Place {
        case addresses(AddressSet)
        case pod(ClusterFixture.Pod)

        func contains(_ endpoint: Endpoint) -> Bool {
            switch (self, endpoint) {
            case (.addresses(let addresses), .address(let address)): addresses.contains(address)
            case (.pod(let pod), .pod(let other)): pod == other
            case (.addresses, .pod), (.pod, .address): false
            }
        }
    }

    private struct Line {
        let source: Place
        let destination: Place
        let transport: Transport
        let ports: IntervalSet<UInt16>
    }

    private var lines: [Line] = []
    /// The pods, and the ends of every range of addresses that the map knows, which stand for the whole range.
    private(set) var endpoints: Set<Endpoint> = Set(ClusterFixture.pods.map(Endpoint.pod))

    /// Asks about the policies `policies`, which stand in a file.
    init(of policies: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(policies, to: "policies.yaml")
        try folder.write(ClusterFixture.yaml, to: "cluster.yaml")
        try Self.analyze(folder, "--connectivity", ["-o", "txt_no_fw_rules", "--print_ipv6", "-f", folder.file("map")])
        for line in try folder.text(of: "map").split(separator: "\n") {
            try add(line)
        }
    }

    /// What network-config-analyzer finds doubtful in `policies`; nothing where it is content.
    static func doubts(about policies: String) throws -> String? {
        let folder = try TemporaryFolder()
        try folder.write(policies, to: "policies.yaml")
        try folder.write(ClusterFixture.yaml, to: "cluster.yaml")
        let output = try analyze(folder, "--sanity", [])
        return output.contains("policies.yaml passed sanity check\n") ? nil : output
    }

    @discardableResult
    private static func analyze(_ folder: TemporaryFolder, _ question: String, _ options: [String]) throws -> String {
        let cluster = folder.file("cluster.yaml")
        let files = [folder.file("policies.yaml"), "-n", cluster, "-p", cluster]
        return try ProcessRunner.output(of: [PythonTools.path(of: "nca"), question] + files + options)
    }

    /// The ports of `destination` that `source` may connect to.
    func ports(from source: Endpoint, to destination: Endpoint, _ transport: Transport) -> IntervalSet<UInt16> {
        lines.filter {
            $0.transport == transport && $0.source.contains(source) && $0.destination.contains(destination)
        }
        .reduce(IntervalSet()) { $0.union($1.ports) }
    }

    // 10.0.0.0-10.0.3.10 => apim/cp-1[Pod] : {protocols:TCP,dst_ports:9443,4001-4009}
    private mutating func add(_ text: Substring) throws {
        let match = try #require(text.wholeMatch(of: /(\S+) => (\S+) : (.*)/), "\(text)")
        let (source, destination) = (try place(match.output.1), try place(match.output.2))
        for transport in Transport.allCases {
            let ports = try Self.ports(match.output.3, transport)
            lines.append(Line(source: source, destination: destination, transport: transport, ports: ports))
        }
    }

    private mutating func place(_ text: Substring) throws -> Place {
        if let pod = ClusterFixture.pods.first(where: { $0.endpoint == text }) { return .pod(pod) }
        let ends = text.split(separator: "-").map { IPAddress($0.prefix { $0 != "/" }) }
        let first = try #require(ends.first ?? nil, "\(text)")
        let last = try #require(ends.last ?? nil, "\(text)")
        endpoints.formUnion([.address(first), .address(last)])
        switch (first, last) {
        case (.v4(let first), .v4(let last)): return .addresses(AddressSet(v4: IntervalSet([first.bits...last.bits])))
        case (.v6(let first), .v6(let last)): return .addresses(AddressSet(v6: IntervalSet([first.bits...last.bits])))
        default: throw TwoFamilies(range: String(text))
        }
    }

    private struct TwoFamilies: Error {
        let range: String
    }

    private static func ports(_ text: Substring, _ transport: Transport) throws -> IntervalSet<UInt16> {
        if text == "All connections" { return IntervalSet([1...65535]) }
        let match = try #require(text.wholeMatch(of: /\{protocols:([A-Z, ]+),dst_ports:([0-9,-]+)\}/), "\(text)")
        guard match.output.1.contains(transport.rawValue.uppercased()) else { return IntervalSet() }
        let ranges = try match.output.2.split(separator: ",").map { try #require(PortRange($0), "\(text)") }
        return IntervalSet(ranges.map { $0.lower...$0.upper })
    }
}
