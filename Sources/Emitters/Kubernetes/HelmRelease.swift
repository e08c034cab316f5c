/// The name of a Helm release: a DNS label (RFC 1123) of at most 53 characters, which is what Helm takes.
package struct HelmRelease: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    private static let longest = 53

    /// The release `text`, or nil where Helm wouldn't take that name.
    package init?(_ text: some StringProtocol) {
        let name = String(text)
        guard name.utf8.count <= Self.longest, name.isDNSLabel else { return nil }
        description = name
    }
}
