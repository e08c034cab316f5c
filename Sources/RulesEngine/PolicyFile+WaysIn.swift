import Policy
import YAMLReader

extension FieldReader {
    /// The value of `ssh`: a list of ports, each with the blocks that may reach it or without, or `none`; nil if it isn't there.
    mutating func ssh(_ node: YAMLNode?) -> [AdministratorGuard]? {
        guard let node else { return nil }
        if case .scalar(let scalar) = node.content, scalar.text == "none" { return [] }
        return filledList(node, "port") { $0.wayIn($1) { text throws(WayInError) in try WayIn(ssh: text) } }
    }

    /// The value of `keep`: a list of ways in as `--keep` takes them.
    mutating func keep(_ node: YAMLNode?) -> [AdministratorGuard] {
        filledList(node, "way in") { $0.wayIn($1) { text throws(WayInError) in try WayIn(keep: text) } } ?? []
    }

    private mutating func wayIn(
        _ node: YAMLNode,
        _ read: (String) throws(WayInError) -> WayIn
    ) -> AdministratorGuard? {
        guard let text = scalar(node, "a way in")?.text else { return nil }
        do throws(WayInError) {
            let way = try read(text)
            reportPlaceholders(way.blocks ?? [], at: node, of: "a way in's source")
            return way.administratorGuard
        } catch {
            report("bad-way-in", at: node, "\(text.quotedForMessage): \(error)")
            return nil
        }
    }

    /// Reports each of `blocks` that is a placeholder; `what` is what it was to be, with its article.
    mutating func reportPlaceholders(_ blocks: [CIDR], at node: YAMLNode, of what: String) {
        for finding in blocks.compactMap({ Finding.placeholder($0, of: what) }) {
            report(finding.slug, at: node, finding.message, hint: finding.hint)
        }
    }
}

extension AddressSet {
    /// Whether it has more addresses than a /8 of IPv4 or a /32 of IPv6.
    var isWiderThanAnAllocation: Bool {
        v4.intervals.reduce(0) { $0 + UInt64($1.upperBound - $1.lowerBound) + 1 } > 1 << 24
            || v6.intervals.reduce(UInt128(0)) { $0 + ($1.upperBound - $1.lowerBound) / 2 } >= 1 << 95
    }
}
