import Policy

extension IptablesText {
    /// The whole script: comments, the rules and sets as data, and what loads them.
    mutating func appendScript(_ policy: HostPolicy, toolVersion: String) {
        append("#!/bin/sh\n")
        appendHeader(policy, toolVersion: toolVersion, usage: Self.usageOfScript)
        append(ShellProgram.beginning)
        appendData(FamilyRules(policy, .v4, .sets), FamilyRules(policy, .v6, .sets))
        ShellProgram.parts.forEach { append($0) }
    }

    private static let usageOfScript: StaticString = """
        # Load it:     sh FILE start      as root, and again after each boot
        # Look at it:  sh FILE status     exits with 0 where these very rules are loaded, else 3
        # Remove it:   sh FILE stop
        #
        # It changes the chains CARBONWALL-… and the rules that call them, and leaves all other rules alone.
        # Keep a second session open.

        """

    private mutating func appendData(_ v4: FamilyRules, _ v6: FamilyRules) {
        appendFunction("rules4", "The rules of IPv4, as iptables-save has them.") { text in
            v4.tables.forEach { text.append($0) }
        }
        appendFunction("rules6", "The rules of IPv6, as ip6tables-save has them.") { text in
            v6.tables.forEach { text.append($0) }
        }
        appendFunction("sets4", "What the sets of IPv4 hold: name and size of each, then its blocks.") {
            $0.append(sets: v4.sets)
        }
        appendFunction("sets6", "What the sets of IPv6 hold.") { $0.append(sets: v6.sets) }
    }

    /// A function that prints what `content` writes, in a here-document that the shell doesn't look into.
    ///
    /// No line of it can be the here-document's end: each begins with `-A`, `*`, `:`, `#`, `set` or an address. The line `# end` tells
    /// whoever reads it that it was read whole.
    private mutating func appendFunction(
        _ name: StaticString,
        _ comment: StaticString,
        content: (inout IptablesText) -> Void
    ) {
        append("\n# ")
        append(comment)
        append("\n")
        append(name)
        append("() {\n    cat <<'END'\n")
        content(&self)
        append("# end\nEND\n}\n")
    }

    private mutating func append(sets: [AddressList]) {
        for set in sets {
            append("set ")
            append(chain: set.name)
            append(" ")
            append(UInt64(set.count))
            append("\n")
            append(set.lines)
        }
    }
}
