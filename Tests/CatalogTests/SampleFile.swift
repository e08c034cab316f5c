import Catalog
import Policy

/// A small valid file of the catalog, to break in tests.
enum SampleFile {
    static let text = """
        id: demo
        title: A product
        offset: { default: 5, key: offset }
        other-runtimes: [friend]
        roles:
          - { id: front, description: The front }
          - { id: back, description: The back, fallback: front }
        clustering:
          - { id: none, description: No cluster }
          - { id: many, description: A cluster, multicast-groups: [224.0.0.5] }
        features:
          - { id: extra, description: An extra, enabled: false }
        notes: [A note]
        ports:
          - id: web
            port: 8080
            transport: tcp
            protocol: http
            audiences: [clients, admins]
            offset: follows
            clustering: [many]
            feature: extra
            roles: [front]
            key: web.port
            peers: { front: [back, friend, friend/worker] }
            direction: inbound
            basis: both
            description: The web port
            page: 8081
            source: the manual
            internal-because: a reason
            needs: [range]
          - id: range
            port: 4001-4009
            transport: both
            protocol: gossip
            audiences: [cluster]
            offset: fixed
            basis: observed
            description: The range
            source: a look at it
        """

    /// The sample with the first `old` replaced by `new`, as `name`.
    static func file(_ name: String = "demo.yaml", replacing old: String = "", with new: String = "") -> CatalogFile {
        CatalogFile(name: name, bytes: Array((old.isEmpty ? text : text.replacingFirst(old, with: new)).utf8))
    }
}

/// What is wrong with `files`, as `place: slug: message (hint)`.
func findings(in files: CatalogFile...) -> [String] {
    do throws(InvalidInput) {
        _ = try ProductCatalog.load(files)
        return []
    } catch {
        return error.findings.map { finding in
            let place = finding.location.map { "\($0): " } ?? ""
            return "\(place)\(finding.slug): \(finding.message)" + (finding.hint.map { " (\($0))" } ?? "")
        }
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
