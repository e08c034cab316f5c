/// A network security group of Azure, as it is written.
package struct AzureSecurityGroup: Hashable, Sendable {
    /// Unique in its resource group.
    package var name: String
    /// The application security group of its machines, which has the same name; nil where there is none.
    package var applicationGroup: String?
    /// By direction and priority.
    package var rules: [AzureSecurityRule]

    /// The application security groups that rules name, each once, in alphabetical order.
    package var namedGroups: [String] {
        Set(rules.flatMap { [$0.peers.group, $0.machines.group].compactMap(\.self) }).sorted()
    }
}

/// What Azure takes in a network security group, unless somebody had it raised.
package struct AzureLimits: Hashable, Sendable {
    package var rules: Int
    package var addresses: Int
    /// Application security groups that all its rules name together.
    package var groups: Int

    /// Azure's own limits, or what they were `raised` to.
    package init(_ raised: RaisedQuotas = [:]) {
        rules = raised[.rules] ?? 1000
        addresses = raised[.addresses] ?? 4000
        groups = raised[.groups] ?? 100
    }

    /// What `emit` lets somebody say of them.
    package static let kinds = CloudQuotaKind.allCases
}

extension AzureLimits {
    var rulesOfAGroup: CloudQuota {
        CloudQuota(
            "rules",
            limit: rules,
            advice: "give fewer --expose, or the same sources to neighbouring ports: they share a rule"
                + Self.raised(.rules)
        )
    }

    var addressesOfAGroup: CloudQuota {
        CloudQuota(
            "addresses",
            limit: addresses,
            advice: "give networks instead of single addresses with --from" + Self.raised(.addresses)
        )
    }

    var applicationGroups: CloudQuota {
        CloudQuota(
            "application security groups in its rules",
            limit: groups,
            advice: "make fewer nodes of the same machines, or write each one with --node" + Self.raised(.groups)
        )
    }

    private static func raised(_ kind: CloudQuotaKind) -> String {
        "; where Azure takes more, say so with --quota \(kind.rawValue)=N"
    }
}
