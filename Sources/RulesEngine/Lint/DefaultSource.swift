import Policy

/// An audience that nobody gave addresses for: its ports are open to every private range.
enum DefaultSource: LintRule {
    static let slug = "default-source"
    private static let shown = 4

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        host.policy.sources.filter { $0.isDefault && $0.addresses == .privateRanges }.compactMap { source in
            let ports = host.ports(for: source.audience)
            guard !ports.isEmpty else { return nil }
            let more = ports.count > shown ? " and \(ports.count - shown) more" : ""
            let list = ports.prefix(shown).map(\.description).joined(separator: ", ") + more
            return Finding(
                .note,
                slug,
                "nobody said where \(source.audience.rawValue) come from, so every private range may reach \(list)",
                hint: "--from \(source.audience.rawValue)=ADDRESSES, or sources in the policy file"
            )
        }
    }
}

extension ResolvedHost {
    /// What `audience` may reach: the administrator's ways in, and ports.
    fileprivate func ports(for audience: Audience) -> [TransportPorts] {
        let waysIn =
            audience == .admins ? policy.guards.filter { $0.addresses == nil }.compactMap(\.allowed.target) : []
        return waysIn + inbound.filter { $0.service.audiences.contains(audience) }.map(\.target)
    }
}
