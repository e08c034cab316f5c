import Catalog
import Emitters
import Policy
import RulesEngine

/// What the pods of a release have in common.
struct PodLabels {
    /// At least one.
    let labels: [PodLabel]

    /// The labels `given`, or else those that the chart of `host`'s one runtime gives the pods of `release`.
    ///
    /// - Throws: That no chart's labels are known, or that the chart can't run at the offset.
    init(of host: ResolvedHost, release: HelmRelease, given: [PodLabel]) throws(InvalidInput) {
        guard given.isEmpty else {
            labels = given
            return
        }
        guard host.runtimes.count == 1, let runtime = host.runtimes.first,
            let chart = runtime.helmChart
        else { throw InvalidInput([.unknownPodLabels(host, release)]) }
        guard chart.hasPortOffset || runtime.offset == 0 else { throw InvalidInput([.fixedPorts(chart, runtime)]) }
        labels = [chart.podLabel(release)]
    }
}

extension ResolvedRuntime {
    /// The chart that runs it in its role; nil where the labels of its pods don't follow from the release's name.
    fileprivate var helmChart: HelmChart? {
        definition.roles.first { $0.id == role }?.helmChart.flatMap(HelmChart.init(rawValue:))
    }
}

extension Finding {
    /// Charts put other values before a release's name, too.
    fileprivate static func unknownPodLabels(_ host: ResolvedHost, _ release: HelmRelease) -> Finding {
        let runtimes = host.runtimes.map(\.label).joined(separator: " + ")
        return Finding(
            .error,
            "unknown-pod-labels",
            "the labels of the pods of release \(release), which runs \(runtimes), don't follow from its name",
            hint: "--pod-selector KEY=VALUE: a label that kubectl get pods --show-labels prints for these pods alone"
        )
    }

    fileprivate static func fixedPorts(_ chart: HelmChart, _ runtime: ResolvedRuntime) -> Finding {
        Finding(
            .error,
            "fixed-ports",
            at: runtime.location,
            "the chart \(chart.rawValue) has no port offset: its pods don't listen at offset \(runtime.offset)",
            hint: "leave the offset of the \(runtime.role ?? runtime.label) at 0, whatever the others have"
        )
    }
}
