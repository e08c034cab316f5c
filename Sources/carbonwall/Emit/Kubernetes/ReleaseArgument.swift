import Emitters

/// `--release [NODE=]NAME`: the Helm release whose pods a node of the policy file is, or what is selected without one.
struct ReleaseArgument: Hashable {
    let node: CatalogName?
    let release: HelmRelease

    /// - Throws: `UnusableValue` where `text` isn't that.
    init(_ text: String) throws(UnusableValue) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        node = parts.count == 2 ? try CatalogName(parts[0]) : nil
        guard let release = HelmRelease(parts[parts.count - 1]) else {
            throw UnusableValue(
                "a release's name is 1 to 53 lower-case letters, digits and '-', a letter or digit at both ends"
            )
        }
        self.release = release
    }
}

/// `--pod-selector [NODE=]KEY=VALUE`: a label that all pods of a release have, and no others of their namespace.
struct PodSelectorArgument: Hashable {
    let node: CatalogName?
    let label: PodLabel

    /// - Throws: `UnusableValue` where `text` isn't that; the label itself is looked at when it is emitted.
    init(_ text: String) throws(UnusableValue) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 2: node = nil
        case 3: node = try CatalogName(parts[0])
        default: throw UnusableValue("write KEY=VALUE, or NODE=KEY=VALUE for a node of a policy file")
        }
        label = PodLabel(parts[parts.count - 2], parts[parts.count - 1])
    }
}

extension String {
    /// The namespace `text`.
    ///
    /// - Throws: `UnusableValue` where it can't be one.
    init(namespace text: String) throws(UnusableValue) {
        guard text.isDNSLabel else {
            throw UnusableValue(
                "a namespace is 1 to 63 lower-case letters, digits and '-', a letter or digit at both ends"
            )
        }
        self = text
    }
}
