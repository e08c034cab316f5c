import ArgumentParser
import Policy
import RulesEngine

/// `carbonwall emit TARGET`: the firewall as a text.
struct EmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emit",
        abstract: "Write the firewall that the selection needs, for \(EmitTarget.names).",
        usage: "carbonwall emit TARGET SELECTION [--format FORMAT] [-o PATH]",
        discussion: """
            The text goes to standard output, or whole into a file: -o replaces an \
            existing file in one step, or leaves it as it was. The new file has mode \
            0644 less the umask, whatever the old one had. What a symbolic link \
            points to is replaced; a device or pipe is written to as it is.

            A gateway, whose administrators sit in one network:
              carbonwall emit nftables --runtime apim --role gateway --from admins=10.9.0.0/24
            As a script to start and stop, for a host that has iptables:
              carbonwall emit iptables --runtime apim --from admins=10.9.0.0/24 -o firewall.sh
            A whole deployment in AWS, a group for each node, and later what changes them:
              carbonwall emit aws --policy policy.yaml -o groups.json
              carbonwall emit aws --policy policy.yaml --diff groups.json --format script
            Try it without loading it:
              carbonwall emit nftables --runtime apim | nft -c -f -
            The options of clouds and Kubernetes:
              carbonwall emit aws --help
            """
    )

    @Argument(
        help: ArgumentHelp("What to write it for: \(EmitTarget.names).", valueName: "target"),
        completion: .list(EmitTarget.all.map(\.name)),
        transform: { try EmitTarget.named($0) }
    )
    var target: EmitTarget

    @Option(
        help: ArgumentHelp(
            "How to write it (\(EmitTarget.formatList)); the first one without this option.",
            valueName: "format"
        ),
        completion: .list(EmitTarget.all.flatMap { $0.formats.map(\.name) })
    )
    var format: String?

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp(
            "The file to write it to, or the folder of several; - is standard output.",
            valueName: "path"
        ),
        completion: .file(),
        transform: { try OutputPath($0) }
    )
    var output: OutputPath?

    @OptionGroup var notes: NoteOptions

    @OptionGroup(title: "Clouds", visibility: .hidden) var options: TargetOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        let target = target.written(for: options.provider)
        let format = try target.format(format)
        try target.check(options.given)
        try target.check(options.quotas)
        let firewall = try firewall(of: target, as: format)
        let origin = FileOrigin(policy: selection.policy, node: selection.node?.text)
        let content = origin?.noted(in: firewall.content, format: format.name) ?? firewall.content
        try (output ?? .standardOutput).write(content)
        Console.report(notes: notes.heard(firewall.notes))
    }

    private func firewall(of target: EmitTarget, as format: EmitFormat) throws(CommandFailure) -> EmittedFirewall {
        switch format.writer {
        case .selection(let emit):
            return try emit(selection, options)
        case .hosts(let emit):
            let hosts = try hosts(for: target)
            var firewall = try emit(EmitRequest(hosts: hosts, options: options, node: selection.node))
            firewall.notes = (hosts.flatMap(\.host.policy.lockOutNotes) + firewall.notes).uniqued
            return firewall
        }
    }

    /// The selected host, or every node for a target that takes them all.
    private func hosts(for target: EmitTarget) throws(CommandFailure) -> [NodeHost] {
        var selection = selection
        selection.from += options.sourceGroups.map { .group($0.audience) }
        guard target.takesDeployments, selection.policy != nil, selection.node == nil else {
            return [NodeHost(node: nil, host: try selection.host())]
        }
        return try selection.deployedHosts()
    }
}

extension [String] {
    /// Each once, where it first stands.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

extension HostPolicy {
    /// What an administrator has to know before the ruleset is loaded, where nobody said from where administrators come.
    fileprivate var lockOutNotes: [String] {
        let closed = notes.filter { $0.hasPrefix("SSH IS CLOSED") }
        guard scope == .host, sources.contains(where: { $0.audience == .admins && $0.isDefault }) else { return closed }
        let given = guards.filter { $0.addresses != nil }.map(\.allowed)
        return closed
            + guards.map(\.allowed).filter { $0.target != nil && !given.contains($0) }.map {
                "\($0) is open to private ranges only: whoever administers the host from elsewhere is locked out "
                    + "without --keep \($0)@ADDRESSES"
            }
    }
}
