import HostRuleset
import Policy

/// Single ports of one transport, as many as a rule can hold.
struct PortGroup {
    /// What a rule holds at most (XT_MULTI_PORTS).
    static let largest = 15

    let transport: Transport
    var elements: [Ruleset.PortElement]

    /// All of `elements`, which are single ports, in groups.
    static func groups(of elements: [Ruleset.PortElement]) -> [PortGroup] {
        var groups: [PortGroup] = []
        for element in elements {
            let transport = element.target.transport
            if let last = groups.last, last.transport == transport, last.elements.count < largest {
                groups[groups.count - 1].elements.append(element)
            } else {
                groups.append(PortGroup(transport: transport, elements: [element]))
            }
        }
        return groups
    }

    /// ` -p tcp -m multiport --dports 9443,9763`, with a comment on what they are, and a line before it for each; or
    /// ` -p tcp --dport 9443`.
    var condition: Condition {
        if elements.count == 1, let element = elements.first {
            return Condition(comment: element.comment).and(Condition(element.target))
        }
        var condition = Condition(comment: origins)
        condition.words = IptablesText(transport == .tcp ? " -p tcp" : " -p udp")
        condition.words.append(" -m multiport --dports ")
        condition.words.appendItems(elements, separator: ",") { $0.append($1.target.ports) }
        condition.remarks = elements.compactMap(\.remark)
        return condition
    }

    /// `apim servlet-https 9443+1, apim servlet-http 9763+1`; nil where no port says what it is.
    private var origins: PlainText? {
        let texts = elements.compactMap { $0.comment?.description.split(separator: ": ", maxSplits: 1).first }
        return texts.isEmpty ? nil : PlainText(texts.joined(separator: ", "), limit: Self.longestComment)
    }

    /// The longest comment that iptables takes, less the byte that ends it (XT_MAX_COMMENT_LEN), and one for a `_` before it.
    private static let longestComment = 254
}

extension Ruleset.PortElement {
    /// `# 9444 apim servlet-https 9443+1: HTTPS servlet transport`.
    fileprivate var remark: IptablesText? {
        guard let comment else { return nil }
        var line = IptablesText("# ")
        line.append(target.ports)
        line.append(" ")
        line.append(comment)
        return line
    }
}
