import Emitters
import Policy

/// `--source-group AUDIENCE=self|sg-ID`: an audience that is known by a security group.
struct SourceGroup: Hashable {
    let audience: Audience
    let group: CloudGroup

    /// - Throws: `UnusableValue` where `text` isn't that.
    init(argument text: String) throws(UnusableValue) {
        guard let sign = text.firstIndex(of: "=") else {
            throw UnusableValue("it takes AUDIENCE=self or AUDIENCE=sg-ID")
        }
        audience = try Choice.parse(text[..<sign])
        let name = String(text[text.index(after: sign)...])
        if name == "self" {
            group = .itself
        } else if let id = SecurityGroupID(name) {
            group = .identifier(id.text)
        } else {
            throw UnusableValue("a group is 'self', or 'sg-' and 8 or 17 digits of 0-9 and a-f")
        }
    }
}
