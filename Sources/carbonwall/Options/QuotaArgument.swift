import Emitters
import Policy

/// `--quota [WHAT=]N`: how many of something a cloud takes.
struct QuotaArgument: Hashable {
    let kind: CloudQuotaKind
    let limit: Int

    /// Without a name, rules are meant.
    ///
    /// - Throws: `UnusableValue` where `text` isn't that.
    init(_ text: String) throws(UnusableValue) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        kind = parts.count == 2 ? try Choice.parse(parts[0]) : .rules
        limit = try DecimalNumber.quota(parts[parts.count - 1])
    }
}

extension EmitTarget {
    /// Finds a quota that this target doesn't count.
    ///
    /// - Throws: `CommandFailure.usage` with those that it counts.
    func check(_ given: [QuotaArgument]) throws(CommandFailure) {
        guard let quota = given.first(where: { !quotas.contains($0.kind) }) else { return }
        let known = quotas.map(\.rawValue).joined(separator: ", ")
        throw .usage("\(name) counts no \(quota.kind.rawValue)", hint: "it counts \(known)")
    }
}
