public import Policy
import YAMLReader

extension PolicyFile {
    /// Reads the policy file `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: The file, YAML in UTF-8.
    ///   - name: The file's name for findings.
    /// - Throws: Everything that is wrong with it, each with its line and column.
    public init(parsing bytes: [UInt8], name: String) throws(InvalidInput) {
        let root: YAMLNode
        do throws(YAMLError) {
            root = try YAMLNode.parse(bytes)
        } catch {
            throw InvalidInput([error.finding(in: name)])
        }
        var reader = FieldReader(file: name)
        let file = reader.policyFile(root)
        guard let file, reader.findings.isEmpty else { throw InvalidInput(reader.findings) }
        self = file
    }
}

extension FieldReader {
    fileprivate mutating func policyFile(_ root: YAMLNode) -> PolicyFile? {
        let optional = ["sources", "links", "defaults"]
        let keys = fields(of: root, "a policy file", required: ["version", "nodes"], optional: optional)
        guard let keys else { return nil }
        checkVersion(keys["version"])
        let defaults = keys["defaults"].flatMap { fields(of: $0, "defaults", required: [], optional: ["ssh", "keep"]) }
        let nodes = nodes(keys["nodes"])
        return PolicyFile(
            sources: sources(keys["sources"]),
            ssh: ssh(defaults?["ssh"]),
            keep: keep(defaults?["keep"]),
            nodes: nodes,
            links: links(keys["links"], nodes: nodes.map(\.name))
        )
    }

    private mutating func checkVersion(_ node: YAMLNode?) {
        _ = integer(node, "the version of the policy file", in: 1...1)
    }

    private mutating func sources(_ node: YAMLNode?) -> [Audience: AddressSet] {
        var sources: [Audience: AddressSet] = [:]
        for pair in entries(of: node, "sources") ?? [] {
            if let audience = audience(pair) {
                sources[audience] = addresses(pair.value)
            }
        }
        return sources
    }

    private mutating func audience(_ pair: YAMLPair) -> Audience? {
        if let audience = Audience(rawValue: pair.key) { return audience }
        let known = Audience.allCases.map(\.rawValue)
        let location = location(ofKey: pair)
        report(
            "unknown-audience",
            at: location,
            "there is no audience \(pair.key.quotedForMessage)",
            hint: suggestion(for: pair.key, in: known)
        )
        return nil
    }

    private mutating func links(_ node: YAMLNode?, nodes: [String]) -> [PolicyLink] {
        (entries(of: node, "links") ?? []).compactMap { pair in
            let keys = fields(of: pair.value, "a link", required: ["to", "ports", "from"])
            let name = checkedIdentifier(pair.key, at: location(ofKey: pair))
            guard let keys, let name else { return nil }
            return PolicyLink(
                name: name,
                destinations: addresses(keys["to"]) ?? AddressSet(),
                ports: filledList(keys["ports"], "port") { $0.ports($1) } ?? [],
                from: filledList(keys["from"], "node") { $0.name($1, "node", among: nodes) } ?? []
            )
        }
    }

    private mutating func ports(_ node: YAMLNode) -> TransportPorts? {
        guard let text = scalar(node, "a port")?.text else { return nil }
        if let ports = TransportPorts(text) { return ports }
        report("bad-port", at: node, "\(text.quotedForMessage) is no port", hint: "write 9092/tcp, or 4001-4009/tcp")
        return nil
    }

    /// A list of at least one address or CIDR.
    mutating func addresses(_ node: YAMLNode?) -> AddressSet? {
        filledList(node, "address") { $0.block($1) }.map { AddressSet($0) }
    }

    private mutating func block(_ node: YAMLNode) -> CIDR? {
        guard let text = scalar(node, "an address")?.text else { return nil }
        do throws(CIDRError) {
            let block = try CIDR(text)
            reportPlaceholders([block], at: node, of: "an address")
            return block
        } catch {
            report("bad-address", at: node, "\(text.quotedForMessage): \(error)")
            return nil
        }
    }
}
