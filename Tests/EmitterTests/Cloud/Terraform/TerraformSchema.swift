import Foundation
import TestSupport

/// The arguments of a provider's resources, by which a configuration is looked at as the provider would.
struct TerraformSchema {
    private struct Argument: Decodable {
        let type: Kind
        let list: Bool?
        let set: Bool?
        let required: Bool

        var isCollection: Bool { list == true || set == true }
    }

    private enum Kind: Decodable {
        case scalar(String)
        case block([String: Argument])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let name = try? container.decode(String.self) {
                self = .scalar(name)
            } else {
                self = .block(try container.decode([String: Argument].self))
            }
        }
    }

    private let resources: [String: [String: Argument]]

    /// The schema of `provider`: `azurerm`.
    init(_ provider: String) throws {
        resources = try JSONDecoder().decode(
            [String: [String: Argument]].self,
            from: Data(PythonTools.terraformSchema(provider))
        )
    }

    /// Everything in a configuration's resources that the provider has no word for, misses, or has of another type.
    func problems(in configuration: String) throws -> [String] {
        guard let document = try JSONSerialization.jsonObject(with: Data(configuration.utf8)) as? [String: Any],
            let types = document["resource"] as? [String: [String: Any]], !types.isEmpty
        else { return ["no resources"] }
        return types.flatMap { type, instances in
            instances.flatMap { name, value in
                resources[type].map { problems(value, $0, at: "\(type).\(name)") } ?? ["no resource is called \(type)"]
            }
        }
    }

    private func problems(_ value: Any, _ arguments: [String: Argument], at place: String) -> [String] {
        guard let members = value as? [String: Any] else { return ["\(place) is no object"] }
        let missing = arguments.filter { $0.value.required && members[$0.key] == nil }.map {
            "\(place) lacks \($0.key)"
        }
        return missing
            + members.flatMap { name, value in
                arguments[name].map { problems(value, $0, at: "\(place).\(name)") } ?? ["\(place) has no \(name)"]
            }
    }

    private func problems(_ value: Any, _ argument: Argument, at place: String) -> [String] {
        guard argument.isCollection else { return problems(value, argument.type, at: place) }
        guard let values = value as? [Any] else { return ["\(place) is no list"] }
        return values.flatMap { problems($0, argument.type, at: place) }
    }

    private func problems(_ value: Any, _ kind: Kind, at place: String) -> [String] {
        switch kind {
        case .scalar("string"): value is String ? [] : ["\(place) is no text"]
        case .scalar("number"): value is Int ? [] : ["\(place) is no number"]
        case .scalar("boolean"): value is Bool ? [] : ["\(place) is neither true nor false"]
        case .scalar: []
        case .block(let arguments): problems(value, arguments, at: place)
        }
    }
}
