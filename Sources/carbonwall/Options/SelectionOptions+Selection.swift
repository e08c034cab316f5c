import Catalog
import Policy
import RulesEngine

extension SelectionOptions {
    /// What the flags select, with every role and clustering mode at its runtime.
    ///
    /// - Throws: That nothing is selected, that a role or mode belongs to none of the runtimes, or an unusable file.
    func selection(_ catalog: ProductCatalog) throws(CommandFailure) -> Selection {
        guard !runtimes.isEmpty else {
            let names = catalog.runtimes.map(\.id).joined(separator: ", ")
            throw .usage(
                "no runtime is selected",
                hint: "say what runs on the host with --runtime NAME; known: \(names)"
            )
        }
        guard node == nil else { throw .usage("--node goes with --policy") }
        var selection = try common()
        selection.runtimes = runtimes.map { SelectedRuntime(name: $0.name.text, offset: $0.offset ?? offset) }
        let known = selection.runtimes.compactMap { catalog.runtime($0.name) }
        guard known.count == runtimes.count else { return selection }
        let modes = try SettingAssignment("--clustering", "clustering mode", clustering) {
            $0.clusteringModes.map(\.id)
        }.values(for: known)
        let roles = try SettingAssignment("--role", "role", roles) { $0.roles.map(\.id) }.values(for: known)
        for index in selection.runtimes.indices {
            selection.runtimes[index].clustering = modes[index]
            selection.runtimes[index].role = roles[index]
        }
        return selection
    }

    /// What the flags say of the host, whatever runs on it.
    func common() throws(CommandFailure) -> Selection {
        try checkInterfaces()
        var selection = Selection(runtimes: [])
        selection.enabled = enabled
        selection.disabled = disabled
        selection.exposures = exposures
        selection.sources = try sources()
        selection.groupedAudiences = groupedAudiences
        selection.replacedAudiences = Set(onlyFrom.compactMap(\.audience))
        selection.basis = basis ?? .both
        selection.ssh = try sshWays()
        selection.keep = try checked(keep, of: "--keep")
        selection.scope = scope ?? .host
        selection.fencesEgress = fencesEgress
        selection.rejects = rejects
        selection.interfaces = interfaces
        return selection
    }

    private var groupedAudiences: Set<Audience> {
        Set(from.compactMap { if case .group(let audience) = $0 { audience } else { nil } })
    }

    /// - Throws: What `ip` shows around a name, and no packet comes in by: `eth0:1` is a label of an address, `eth0@if5` an
    ///   interface with the one below it.
    private func checkInterfaces() throws(CommandFailure) {
        for name in interfaces.map(\.description) where name.contains(where: { ":@".contains($0) }) {
            let real = name.prefix { !":@".contains($0) }
            let reason =
                name.contains("@") ? "what follows the '@' isn't part of the name" : "that is a label of an address"
            throw .data("--interface \(name): no packet comes in by that name: \(reason)", hint: "--interface \(real)")
        }
    }

    private func sources() throws(CommandFailure) -> [Audience: AddressSet] {
        var lists: [Audience: AddressList] = [:]
        let arguments = from.map { ("--from", $0) } + onlyFrom.map { ("--only-from", $0) }
        for (option, argument) in arguments {
            switch argument {
            case .addresses(let audience, let blocks):
                try check(blocks, of: "\(option) \(audience.rawValue)=")
                for block in blocks { lists[audience, default: AddressList()].append(block) }
            case .file(let audience, let path):
                try AddressFile.read(path, into: &lists[audience, default: AddressList()])
            case .probe, .group: break
            }
        }
        return lists.mapValues { AddressSet($0) }
    }

    /// What `--ssh` says; nil without it.
    private func sshWays() throws(CommandFailure) -> [AdministratorGuard]? {
        let ways = ssh.compactMap { if case .wayIn(let way) = $0 { way } else { nil } }
        guard !ssh.isEmpty else { return nil }
        guard ways.isEmpty || ways.count == ssh.count else {
            throw .usage("--ssh none and --ssh \(ways[0].allowed.ports.map { "\($0)" } ?? "PORT") exclude each other")
        }
        return try checked(ways, of: "--ssh")
    }

    private func checked(_ ways: [WayIn], of option: String) throws(CommandFailure) -> [AdministratorGuard] {
        try check(ways.flatMap { $0.blocks ?? [] }, of: "\(option) …@")
        return ways.map(\.administratorGuard)
    }

    /// - Throws: Every one of `blocks` that is a placeholder.
    private func check(_ blocks: [CIDR], of option: String) throws(CommandFailure) {
        let findings = blocks.compactMap { Finding.placeholder($0, of: option) }
        guard findings.isEmpty else { throw .invalid(InvalidInput(findings)) }
    }
}
