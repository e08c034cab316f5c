import HostRuleset
import Policy

extension NftablesText {
    mutating func append(_ chain: Ruleset.Chain) {
        append("\n\tchain ")
        append(chain.name)
        append(" {\n")
        if let base = chain.base { append(base) }
        for rule in chain.rules {
            append("\t\t")
            append(rule)
            append("\n")
        }
        append("\t}\n")
    }

    private mutating func append(_ base: Ruleset.BaseChain) {
        append("\t\ttype filter hook ")
        append(base.hook == .input ? "input" : "output")
        append(" priority filter - ")
        append(Ruleset.BaseChain.priorityBelowFilter)
        append("; policy ")
        append(base.policy == .accept ? "accept" : "drop")
        append(";\n")
    }

    private mutating func append(_ rule: Ruleset.Rule) {
        var isFirst = true
        func separate(_ text: inout NftablesText) {
            if !isFirst { text.append(" ") }
            isFirst = false
        }
        for match in rule.matches {
            separate(&self)
            append(match)
        }
        for statement in rule.statements {
            separate(&self)
            append(statement)
        }
        append(comment: rule.comment)
    }

    private mutating func append(_ statement: Ruleset.Statement) {
        switch statement {
        case .limit(let limit):
            append(limit)
        case .log(let prefix):
            append("log prefix \"")
            append(prefix)
            append("\" level info")
        case .counter(let name):
            append("counter name \"")
            append(name)
            append("\"")
        case .jump(let chain):
            append("jump ")
            append(chain)
        case .accept:
            append("accept")
        case .drop:
            append("drop")
        case .reject(.tcpReset):
            append("reject with tcp reset")
        case .reject(.portUnreachable):
            append("reject with icmpx type port-unreachable")
        }
    }

    private mutating func append(_ limit: Ruleset.RateLimit) {
        append("limit rate ")
        append(limit.packets)
        append(limit.unit == .second ? "/second burst " : "/minute burst ")
        append(limit.burst)
        append(" packets")
    }
}
