import ArgumentParser
import Emitters
import SystemPackage

/// What only some targets of `emit` know.
struct TargetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the firewall is called in the cloud (default: carbonwall, with the node of --node).",
            valueName: "name"
        ),
        transform: { try CloudName(argument: $0) }
    )
    var name: CloudName?

    @Option(
        help: ArgumentHelp("The network that the rules are of (default: default).", valueName: "name"),
        transform: { try TargetText($0).text }
    )
    var network: String?

    @Option(
        name: .customLong("target-tag"),
        help: ArgumentHelp(
            "The network tag of the machines that the rules are for, or of a node's (default: the firewall's name); "
                + "repeatable.",
            valueName: "[node=]tag"
        ),
        transform: { try GoogleMachineNames.Given(argument: $0) }
    )
    var targetTags: [GoogleMachineNames.Given] = []

    @Option(
        name: .customLong("service-account"),
        help: ArgumentHelp(
            "The service account of these machines, instead of a network tag; repeatable.",
            valueName: "[node=]address"
        ),
        transform: { try GoogleMachineNames.Given(argument: $0) }
    )
    var serviceAccounts: [GoogleMachineNames.Given] = []

    @Option(
        name: .customLong("quota"),
        help: ArgumentHelp(
            "How many rules, addresses or groups the cloud takes, where its own quota was raised; repeatable.",
            valueName: "[what=]n"
        ),
        transform: { try QuotaArgument($0) }
    )
    var quotas: [QuotaArgument] = []

    @Option(
        name: .customLong("source-group"),
        help: ArgumentHelp(
            "Who an audience is, as a security group instead of or besides --from's addresses; repeatable.",
            valueName: "audience=self|sg-id"
        ),
        transform: { try SourceGroup(argument: $0) }
    )
    var sourceGroups: [SourceGroup] = []

    @Flag(name: .customLong("split"), help: "Make several groups where there are too many rules for one.")
    var splits = false

    @Flag(
        name: .customLong("icmp"),
        help: "Let in the ICMP errors that find the path's MTU, which AWS may not let pass with a connection."
    )
    var opensICMP = false

    @Option(
        help: ArgumentHelp(
            "Write what changes the groups of this document, which emit wrote before.",
            valueName: "old"
        ),
        completion: .file(extensions: ["json"]),
        transform: { try FilePath(argument: $0) }
    )
    var diff: FilePath?

    @Option(
        help: ArgumentHelp("Whose cloud Terraform is to manage (default: aws).", valueName: "name"),
        completion: .list(TerraformProvider.allCases.map(\.rawValue)),
        transform: { try Choice.parse($0) }
    )
    var provider: TerraformProvider?

    @OptionGroup(title: "Kubernetes", visibility: .hidden) var kubernetes: KubernetesOptions

    /// The options that were given.
    var given: [TargetOption] {
        let all: [(TargetOption, Bool)] = [
            (.name, name != nil), (.network, network != nil), (.targetTag, !targetTags.isEmpty),
            (.serviceAccount, !serviceAccounts.isEmpty), (.quota, !quotas.isEmpty),
            (.sourceGroup, !sourceGroups.isEmpty), (.split, splits), (.icmp, opensICMP), (.diff, diff != nil),
            (.provider, provider != nil),
        ]
        return all.filter(\.1).map(\.0) + kubernetes.given
    }
}

extension TargetOptions {
    /// What `--quota` said, the last one of each kind.
    var raisedQuotas: RaisedQuotas {
        quotas.reduce(into: [:]) { $0[$1.kind] = $1.limit }
    }
}

/// An option that only some targets know.
enum TargetOption: String, Hashable, CaseIterable {
    case name = "--name"
    case network = "--network"
    case targetTag = "--target-tag"
    case serviceAccount = "--service-account"
    case quota = "--quota"
    case sourceGroup = "--source-group"
    case split = "--split"
    case icmp = "--icmp"
    case diff = "--diff"
    case provider = "--provider"
    case release = "--release"
    case podSelector = "--pod-selector"
    case namespace = "--namespace"
    case ingressNamespace = "--ingress-namespace"
}

extension CloudName {
    /// A firewall's name.
    ///
    /// - Throws: `UnusableValue` where a cloud wouldn't take it.
    init(argument text: String) throws(UnusableValue) {
        guard let name = CloudName(text) else {
            throw UnusableValue("a name is 1 to 30 lower-case letters, digits and '-', a letter first and no '-' last")
        }
        self = name
    }
}

/// A value that the target looks at more closely.
struct TargetText {
    let text: String

    /// - Throws: `UnusableValue` for an empty value.
    init(_ text: String) throws(UnusableValue) {
        guard !text.isEmpty else { throw UnusableValue("a value is missing") }
        self.text = text
    }
}
