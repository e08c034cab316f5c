import Policy
import RulesEngine
import SystemPackage

extension SelectionOptions {
    /// The node of the policy file at `path` that `--node` names, or its only one.
    ///
    /// - Throws: Flags that contradict the file, or what is wrong in it.
    func deployedHost(_ path: FilePath, engine: Engine) throws(CommandFailure) -> ResolvedHost {
        let deployment = try deployment(path, engine: engine)
        do throws(InvalidInput) {
            guard let name = node?.text ?? deployment.file.onlyNode else { throw deployment.file.nodeNeeded }
            return try deployment.resolve(node: name)
        } catch {
            throw .invalid(error)
        }
    }

    /// Every node of the policy file that `--policy` names, in the order of their names; none without it.
    ///
    /// - Throws: Flags that contradict the file, or what is wrong in it.
    func deployedHosts() throws(CommandFailure) -> [NodeHost] {
        guard let policy else { return [] }
        let deployment = try deployment(policy, engine: Engine(catalog: try rules.catalog()))
        do throws(InvalidInput) {
            return zip(deployment.file.nodes, try deployment.resolveAll()).map { node, host in
                NodeHost(node: node.name, host: host, addresses: node.addresses)
            }
        } catch {
            throw .invalid(error)
        }
    }

    private func deployment(_ path: FilePath, engine: Engine) throws(CommandFailure) -> Deployment {
        let options = try optionsBesidePolicy()
        let file = try policyFile(path)
        do throws(InvalidInput) {
            return try Deployment(file, options: options, engine: engine)
        } catch {
            throw .invalid(error)
        }
    }

    /// The policy file at `path`.
    func policyFile(_ path: FilePath) throws(CommandFailure) -> PolicyFile {
        let bytes = try InputFile.bytes(of: path)
        do {
            return try PolicyFile(parsing: bytes, name: path.string)
        } catch {
            throw .invalid(error)
        }
    }

    /// What the flags say for every node.
    ///
    /// - Throws: A flag that says what the file says.
    func optionsBesidePolicy() throws(CommandFailure) -> Selection {
        let flags = [
            ("--runtime", !runtimes.isEmpty), ("--offset", offset != nil), ("--clustering", !clustering.isEmpty),
            ("--role", !roles.isEmpty),
        ]
        if let (flag, _) = flags.first(where: \.1) {
            throw .usage("\(flag) and --policy exclude each other", hint: "the policy file says what runs on each node")
        }
        return try common()
    }
}

extension PolicyFile {
    /// The name of its node where it has a single one.
    var onlyNode: String? {
        nodes.count == 1 ? nodes[0].name : nil
    }

    fileprivate var nodeNeeded: InvalidInput {
        let hint = "choose one with --node: \(nodes.map(\.name).joined(separator: ", "))"
        return InvalidInput([Finding(.error, "several-nodes", "the policy file has several nodes", hint: hint)])
    }
}
