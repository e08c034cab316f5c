/// One side of an Azure rule: where connections come from, or where they go.
package enum AzureEndpoint: Hashable, Sendable {
    /// Blocks of one family, or `*` or a service tag alone.
    case prefixes([String])
    /// The interfaces in the application security group with this name, which the same document has.
    case group(String)

    /// Everybody; as the side that a group of rules is attached to, all machines there.
    package static let everything = AzureEndpoint.prefixes(["*"])

    /// The probes of load balancers, from 168.63.129.16.
    static let loadBalancer = AzureEndpoint.prefixes(["AzureLoadBalancer"])

    /// The blocks, `*` or tag; none for a group.
    package var prefixes: [String] {
        if case .prefixes(let prefixes) = self { prefixes } else { [] }
    }

    /// The application security group, if it is one.
    package var group: String? {
        if case .group(let name) = self { name } else { nil }
    }

    /// What a template says of `side`, which is `source` or `destination`.
    func members(_ side: String) -> [(name: String, value: JSONValue?)] {
        switch self {
        case .prefixes(let prefixes):
            [("\(side)AddressPrefix", prefixes.single), ("\(side)AddressPrefixes", prefixes.several)]
        case .group(let name):
            [("\(side)ApplicationSecurityGroups", .array([.object([("id", .azureID(.applicationGroup, name))])]))]
        }
    }
}

/// What a template makes of a resource.
enum AzureResource: String {
    case applicationGroup = "Microsoft.Network/applicationSecurityGroups"
    case networkGroup = "Microsoft.Network/networkSecurityGroups"
}

extension JSONValue {
    /// The identifier of the template's resource `name`, which Azure works out.
    static func azureID(_ type: AzureResource, _ name: String) -> JSONValue {
        .string("[resourceId('\(type.rawValue)', '\(name)')]")
    }
}

extension [String] {
    /// The one value, for the member that also takes `*` and service tags; nil where there are more.
    var single: JSONValue? { count == 1 ? .string(self[0]) : nil }

    /// The values, for the member that takes several; nil where there is one.
    var several: JSONValue? { count == 1 ? nil : .strings(self) }
}
