package import Policy

/// How many of something a cloud takes.
package struct CloudQuota: Hashable, Sendable {
    /// What is counted: `rules in a project`.
    package var what: String
    /// How many of them the cloud takes, unless somebody had it raised.
    package var limit: Int
    /// What to do where there are more.
    package var advice: String

    /// At most `limit` of `what`.
    package init(_ what: String, limit: Int, advice: String) {
        self.what = what
        self.limit = limit
        self.advice = advice
    }

    /// That `count` is too many for `cloud`; nil where it isn't.
    package func finding(_ count: Int, _ cloud: String) -> Finding? {
        guard count > limit else { return nil }
        return Finding(.error, "cloud-quota", "\(cloud): \(count) \(what), and the limit is \(limit)", hint: advice)
    }
}
