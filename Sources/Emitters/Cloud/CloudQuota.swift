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

    /// That `count` is too many for `cloud`, of what is called `place` where that is one of several; nil where it isn't.
    package func finding(_ count: Int, _ cloud: String, at place: String = "") -> Finding? {
        guard count > limit else { return nil }
        let message = [cloud, place, "\(count) \(what), and the limit is \(limit)"].filter { !$0.isEmpty }
        return Finding(.error, "cloud-quota", message.joined(separator: ": "), hint: advice)
    }
}

/// What of a cloud's own quotas somebody may have had raised.
package enum CloudQuotaKind: String, Hashable, Sendable, CaseIterable {
    case rules
    case addresses
    case groups
}

/// The quotas that were raised, and to how much.
package typealias RaisedQuotas = [CloudQuotaKind: Int]
