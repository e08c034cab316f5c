/// An ARM template with network security groups, and the application security groups of their machines.
struct AzureTemplate {
    private static let apiVersion = "2023-11-01"
    private static let schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"

    private static let nothing = JSONValue.object([(name: String, value: JSONValue?)]())

    let groups: [AzureSecurityGroup]

    /// How many resources it has.
    var resourceCount: Int { groups.count + groups.count { $0.applicationGroup != nil } }

    var json: JSONValue {
        let location: JSONValue = .object([
            ("type", .string("string")),
            ("defaultValue", .string("[resourceGroup().location]")),
        ])
        let applicationGroups = groups.compactMap(\.applicationGroup).map {
            resource(.applicationGroup, $0, [("properties", Self.nothing)])
        }
        return .object([
            ("$schema", .string(Self.schema)),
            ("contentVersion", .string("1.0.0.0")),
            ("parameters", .object([("location", location)])),
            ("resources", .array(applicationGroups + groups.map(networkGroup))),
        ])
    }

    /// A group whose rules name others is made after them.
    private func networkGroup(_ group: AzureSecurityGroup) -> JSONValue {
        let named = group.namedGroups.map { JSONValue.azureID(.applicationGroup, $0) }
        return resource(
            .networkGroup,
            group.name,
            [
                ("dependsOn", named.isEmpty ? nil : .array(named)),
                ("properties", .object([("securityRules", .array(group.rules.map(\.json)))])),
            ]
        )
    }

    private func resource(
        _ type: AzureResource,
        _ name: String,
        _ members: [(name: String, value: JSONValue?)]
    ) -> JSONValue {
        .object(
            [
                ("type", .string(type.rawValue)),
                ("apiVersion", .string(Self.apiVersion)),
                ("name", .string(name)),
                ("location", .string("[parameters('location')]")),
            ] + members
        )
    }
}
