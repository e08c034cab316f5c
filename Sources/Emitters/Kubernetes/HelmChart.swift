/// One of WSO2's Helm charts for API Manager (github.com/wso2/helm-apim, 4.7.0): which pods it makes, and what labels they have.
package enum HelmChart: String, Hashable, Sendable, CaseIterable {
    case universalGateway = "wso2am-universal-gw"
    case controlPlane = "wso2am-acp"
    case trafficManager = "wso2am-tm"
    case keyManager = "wso2am-km"
    case allInOne = "wso2am-all-in-one"

    /// The longest value of a label.
    private static let longest = 63

    /// Whether the chart has a value for the port offset; without one its pods listen on the products' own ports.
    package var hasPortOffset: Bool { self != .trafficManager }

    /// The label that every pod of `release` has, and no other pod of its namespace.
    package func podLabel(_ release: HelmRelease) -> PodLabel {
        PodLabel("deployment", fullName(release.description) + (self == .allInOne ? "-am" : ""))
    }

    /// The charts' own rule: the release's name, with the chart's behind it unless it is part of it.
    private func fullName(_ release: String) -> String {
        let name = release.contains(rawValue) ? release : "\(release)-\(rawValue)"
        let cut = name.prefix(Self.longest)
        return String(cut.last == "-" ? cut.dropLast() : cut)
    }
}
