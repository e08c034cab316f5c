import Emitters
import Policy
import SystemPackage

/// Which policy file, and which node of it, an emitted file was made from; said in the file where its format has a place for it.
///
/// Only the file's own name is written, never its folder: the same policy gives the same text wherever it lies. No description of a
/// cloud's resource has it, since some can't be changed without making the resource anew.
struct FileOrigin {
    /// `node gw of policy.yaml`, or `policy.yaml`.
    let text: String

    /// The origin of what is made from the policy file `policy`; nil for flags alone.
    init?(policy: FilePath?, node: String?) {
        guard let file = policy?.lastComponent?.string, policy?.string != "-" else { return nil }
        let name = file.quotedForMessage
        text = node.map { "node \($0) of \(name)" } ?? name
    }

    /// `content`, written in the format called `format`, with the origin.
    func noted(in content: EmittedFirewall.Content, format: String) -> EmittedFirewall.Content {
        switch content {
        case .text(let text): .text(noted(in: text, format: format))
        case .files(let files): .files(files.map { ($0.name, noted(in: $0.text, format: format)) })
        }
    }

    private func noted(in document: String, format: String) -> String {
        let value = JSONValue.string("carbonwall, from \(text)")
        switch format {
        case "json", "rest", "neutron": return document
        case "template": return document.withMember("Description", value)
        case "tf.json": return document.withMember("//", value)
        case "arm": return document.withMember("metadata", .object([("description", value)]))
        default: return document.withComment("# From \(text)")
        }
    }
}

extension String {
    /// This JSON object with one more member, in front of the others.
    fileprivate func withMember(_ name: String, _ value: JSONValue) -> String {
        guard hasPrefix("{\n") else { return self }
        let member = JSONValue.object([(name, value)]).compactDocument.dropFirst().dropLast(2)
        return "{\n  \(member),\n" + dropFirst(2)
    }

    /// This text with a comment more: behind its first one, or in front of a text that begins with none.
    fileprivate func withComment(_ comment: String) -> String {
        var lines = split(separator: "\n", omittingEmptySubsequences: false)
        let first = lines.first?.hasPrefix("#!") == true ? 1 : 0
        let hasTitle = lines.indices.contains(first) && lines[first].hasPrefix("#")
        lines.insert(comment[...], at: hasTitle ? first + 1 : first)
        return lines.joined(separator: "\n")
    }
}
