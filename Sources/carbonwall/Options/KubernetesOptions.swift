import ArgumentParser
import Emitters

/// What only `emit kubernetes` knows.
struct KubernetesOptions: ParsableArguments {
    @Option(
        name: .customLong("release"),
        help: ArgumentHelp(
            "The Helm release of WSO2's chart whose pods these are; with --policy one for each node that is pods.",
            valueName: "[node=]name"
        ),
        transform: { try ReleaseArgument($0) }
    )
    var releases: [ReleaseArgument] = []

    @Option(
        name: .customLong("pod-selector"),
        help: ArgumentHelp(
            "A label of the release's pods, where no chart of API Manager made them; repeatable.",
            valueName: "[node=]key=value"
        ),
        transform: { try PodSelectorArgument($0) }
    )
    var podSelectors: [PodSelectorArgument] = []

    @Option(
        help: ArgumentHelp(
            "The namespace of all releases (default: the one that kubectl or Helm writes into).",
            valueName: "name"
        ),
        transform: { try String(namespace: $0) }
    )
    var namespace: String?

    @Option(
        help: ArgumentHelp(
            "Where the ingress controller's pods are, which reach what clients reach (default: \(KubernetesEmitter.standardIngressNamespace)).",
            valueName: "name"
        ),
        transform: { try String(namespace: $0) }
    )
    var ingressNamespace: String?

    /// The options that were given.
    var given: [TargetOption] {
        let all: [(TargetOption, Bool)] = [
            (.release, !releases.isEmpty), (.podSelector, !podSelectors.isEmpty), (.namespace, namespace != nil),
            (.ingressNamespace, ingressNamespace != nil),
        ]
        return all.filter(\.1).map(\.0)
    }
}
