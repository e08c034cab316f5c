import Policy

/// What a script holds in its here-documents.
struct ScriptData {
    let rules4: String
    let rules6: String
    let sets4: String
    let sets6: String

    init(_ script: String) {
        func document(_ name: String) -> String {
            let begin = "\n\(name)() {\n    cat <<'END'\n"
            guard let start = script.firstRange(of: begin)?.upperBound else { return "" }
            return String(
                script[start...].prefix(upTo: script[start...].firstRange(of: "# end\nEND\n}\n")?.lowerBound ?? start)
            )
        }
        rules4 = document("rules4")
        rules6 = document("rules6")
        sets4 = document("sets4")
        sets6 = document("sets6")
    }

    /// The sets of both families, by their names.
    var sets: [String: AddressSet] {
        get throws {
            var name = ""
            var blocks: [String: [CIDR]] = [:]
            for line in (sets4 + sets6).split(separator: "\n") {
                if line.hasPrefix("set ") {
                    name = String(line.dropFirst(4).prefix { $0 != " " })
                } else {
                    blocks[name, default: []].append(try CIDR(String(line)))
                }
            }
            return blocks.mapValues { AddressSet($0) }
        }
    }

    /// What decides by its rules, of IPv4 and of IPv6.
    var interpreters: (v4: IptablesInterpreter, v6: IptablesInterpreter) {
        get throws {
            let sets = try sets
            return try (IptablesInterpreter(rules4, sets: sets), IptablesInterpreter(rules6, sets: sets))
        }
    }
}
