import HostRuleset
import Policy

extension NftablesText {
    /// The table as a whole, deleted before it is defined: `table` makes the deletion work where there is none yet.
    mutating func append(_ ruleset: Ruleset) {
        for command in ["table", "delete table"] as [StaticString] {
            append(command)
            append(" inet ")
            append(Ruleset.tableName)
            append("\n")
        }
        append("table inet ")
        append(Ruleset.tableName)
        append(" {\n\tcomment \"")
        append(Ruleset.comment)
        append("\"\n")
        ruleset.counters.forEach { append($0) }
        ruleset.sets.forEach { append($0) }
        ruleset.chains.forEach { append($0) }
        append("}\n")
    }

    private mutating func append(_ counter: Ruleset.Counter) {
        append("\n\tcounter ")
        append(counter.name)
        append(" {\n\t\tcomment \"")
        append(counter.comment)
        append("\"\n\t}\n")
    }

    private mutating func append(_ set: Ruleset.NamedSet) {
        append("\n\tset ")
        append(set.name)
        append(" {\n")
        append(Self.specification(of: set.elements))
        if let capacity = set.elements.capacity {
            append("\t\tsize ")
            append(UInt64(capacity))
            append("\n")
        }
        if let comment = set.comment {
            append("\t\tcomment \"")
            append(comment)
            append("\"\n")
        }
        append("\t\telements = {\n")
        appendElements(set.elements)
        append("\t\t}\n\t}\n")
    }

    private static func specification(of elements: Ruleset.Elements) -> StaticString {
        switch elements {
        case .ipv4: "\t\ttypeof ip saddr\n"
        case .ipv6: "\t\ttypeof ip6 saddr\n"
        case .ports: "\t\ttype inet_proto . inet_service\n\t\tcounter\n"
        case .note: "\t\ttype inet_proto . inet_service\n"
        }
    }

    private mutating func appendElements(_ elements: Ruleset.Elements) {
        switch elements {
        case .ipv4(let networks): appendLines(networks) { $0.append(IPv4Address(bits: $1)) }
        case .ipv6(let networks): appendLines(networks) { $0.append(IPv6Address(bits: $1)) }
        case .ports(let elements): appendLines(elements) { $0.append($1) }
        case .note(let text): appendLines([text]) { $0.append(note: $1) }
        }
    }

    private mutating func appendLines<Element>(
        _ elements: [Element],
        appendElement: (inout NftablesText, Element) -> Void
    ) {
        for element in elements {
            append("\t\t\t")
            appendElement(&self, element)
            append(",\n")
        }
    }

    private mutating func append(_ element: Ruleset.PortElement) {
        append(element.target.transport == .tcp ? "tcp . " : "udp . ")
        append(element.target.ports)
        append(" counter")
        append(comment: element.comment)
    }

    private mutating func append(note: PlainText) {
        append("tcp . 0")
        append(comment: note)
    }

    /// ` comment "…"`, or nothing.
    mutating func append(comment: PlainText?) {
        guard let comment else { return }
        append(" comment \"")
        append(comment)
        append("\"")
    }
}
