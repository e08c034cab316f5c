/// A Terraform configuration in JSON, for a file whose name ends in `.tf.json`.
///
/// Terraform evaluates `${…}` and `%{…}` in texts; values that come from users hold none of these characters.
package struct TerraformConfiguration {
    /// A variable's or resource's name, and what stands behind it.
    package typealias Members = [(name: String, value: JSONValue?)]

    /// The provider's local name, its address in the registry, and the oldest version that knows all arguments.
    package var provider: (name: String, source: String, version: String)
    /// What the configuration asks for, with its description.
    package var variables: [(name: String, description: String)] = []
    /// By type; in the order in which they are given.
    package var resources: [(type: String, members: Members)]
    /// What others may refer to.
    package var outputs: Members

    /// The file's content; types without resources are left out.
    package var json: JSONValue {
        let version: JSONValue = .object([
            ("source", .string(provider.source)), ("version", .string(provider.version)),
        ])
        let texts: Members = variables.map { variable in
            (
                variable.name,
                .object([("type", .string("string")), ("description", .string(variable.description))])
            )
        }
        return .object([
            ("terraform", .object([("required_providers", .object([(provider.name, version)]))])),
            ("variable", texts.isEmpty ? nil : .object(texts)),
            (
                "resource",
                .object(resources.map { ($0.type, $0.members.isEmpty ? nil : .object($0.members)) })
            ),
            ("output", outputs.isEmpty ? nil : .object(outputs.map { ($0.name, .object([("value", $0.value)])) })),
        ])
    }
}

extension JSONValue {
    /// What Terraform makes of `expression`: `${var.location}`.
    package static func terraform(_ expression: String) -> JSONValue {
        .string("${\(expression)}")
    }
}
