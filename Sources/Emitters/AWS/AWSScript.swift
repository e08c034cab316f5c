/// Shell scripts that bring security groups about with awscli.
///
/// Nothing but the groups' names, which are checked, stands outside quoted here-documents. A reference to a group of the
/// document is written as its number, `@2@`, and gets its identifier when the script knows it.
package struct AWSScript {
    private let version: String
    /// The names of all groups that the script knows, each at its number less one.
    let names: [String]
    private var lines: [String] = []

    /// A script of this program's `version` about the groups `names`.
    init(names: [String], toolVersion version: String) {
        self.names = names
        self.version = version
    }

    /// The script's text.
    var text: String { lines.joined(separator: "\n") + (lines.last == "" ? "" : "\n") }

    /// The number that stands for the group `name`.
    func number(of name: String) -> Int {
        (names.firstIndex(of: name) ?? names.count) + 1
    }

    /// Adds the head of the script: what it does, as `purpose` says, its one argument, and its `functions`.
    mutating func begin(purpose: String, exitCodes: String, functions: [Function]) {
        add(
            """
            #!/bin/sh
            # carbonwall \(version): \(purpose)
            #
            #     sh SCRIPT VPC-ID
            #
            # Exit codes: \(exitCodes).
            set -eu
            LC_ALL=C AWS_PAGER=
            export LC_ALL AWS_PAGER

            vpc=${1-}
            case ${vpc#vpc-} in
            "$vpc" | '' | *[!0-9a-f]*)
                echo "usage: sh $0 VPC-ID" >&2
                exit 64
                ;;
            esac

            # awscli, whose exit codes say more than those of this script.
            aws() {
                command aws "$@" || return 1
            }

            # The permissions or rules from standard input, with the groups' identifiers where their numbers stand.
            with_ids() {
                sed \(names.indices.map(Self.substitution).joined(separator: " \\\n        "))
            }
            """
        )
        functions.forEach { add($0.text) }
    }

    /// Adds `text` and an empty line.
    mutating func add(_ text: String) {
        lines += [text, ""]
    }

    /// Adds the last line.
    mutating func end(_ line: String) {
        lines.append(line)
    }

    /// `command <<'END'` with `content` as the here-document.
    static func hereDocument(_ command: String, _ content: String) -> String {
        "\(command) <<'END'\n\(content)END"
    }

    private static func substitution(_ index: Int) -> String {
        let (mark, id) = ("@\(index + 1)@", "$id_\(index + 1)")
        return #"-e "s/\"GroupId\": \"\#(mark)\"/\"GroupId\": \"\#(id)\"/" -e "s/\#(mark)\$/\#(id)/""#
    }

    /// A line for each permission's list, or nothing for none: `authorize ingress "$id_1" <<'END'`.
    func calls(_ command: String, _ rules: SecurityGroupRules, group number: Int) -> [String] {
        SecurityGroupDirection.allCases.filter { !rules[$0].isEmpty }.map { direction in
            let permissions = rules[direction].map(numbered).permissions.compactDocument
            return Self.hereDocument("\(command) \(direction.rawValue) \"$id_\(number)\"", permissions)
        }
    }

    /// The rules as permissions, one a line.
    func lines(_ rules: [SecurityGroupRule]) -> String {
        rules.map { [numbered($0)].permission.line + "\n" }.joined()
    }

    /// The rules as `rules` lists them in the script, one a line, with the groups' numbers.
    func listing(_ rules: SecurityGroupRules) -> String {
        SecurityGroupDirection.allCases.flatMap { direction in
            rules[direction].map { rule in
                let ports = [rule.fromPort, rule.toPort].map { "\($0 ?? -1)" }
                let isEgress = direction == .egress ? "True" : "False"
                return ([isEgress, rule.ipProtocol] + ports + [numbered(rule).peer.text]).joined(separator: "\t") + "\n"
            }
        }
        .joined()
    }

    private func numbered(_ rule: SecurityGroupRule) -> SecurityGroupRule {
        guard case .groupName(let name) = rule.peer else { return rule }
        var rule = rule
        rule.peer = .groupID("@\(number(of: name))@")
        return rule
    }
}
