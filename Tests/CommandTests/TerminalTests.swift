import TestSupport
import Testing

@testable import carbonwall

/// What fits where: text at every width, colours on a terminal alone.
@Suite struct TerminalTests {
    private static let rows = [
        ["9443/tcp", "servlet-https", "admins, components", "HTTPS servlet transport: portals and the admin console"],
        ["45564/udp", "membership-discovery", "cluster", "Discovery of the members of a cluster"],
    ]

    @Test(arguments: [20, 30, 40, 50, 60, 80, 100, 120, 200]) func `a table fits whatever width there is`(width: Int) {
        let table = TextTable(header: ["PORT", "ID", "WHO", "WHAT"], rows: Self.rows, for: Terminal(width: width))
        let lines = table.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= max(width, "WHAT  membership-discovery".count) }, "\(lines)")
        for word in Self.rows.joined().flatMap({ $0.split(separator: " ") }) {
            #expect(table.text.contains(word))
        }
    }

    static let commands = [
        "carbonwall apply --runtime apim --from admins=10.9.0.0/24 --confirm 60",
        "sudo carbonwall catalog show apim", "systemctl enable carbonwall.service",
        "sysctl net.ipv4.ip_local_reserved_ports=45564", "--expose apim/servlet-https=clients,admins", "--confirm 60",
    ]

    @Test(arguments: commands) func `no line break goes through what is to be pasted`(command: String) {
        let text = "the rules go away unless somebody says: \(command), which keeps them until the next"
        for width in 20...100 {
            #expect(text.wrapped(to: width).contains { $0.contains(command) }, "\(width)")
            #expect(text.wrapped(to: width).joined(separator: " ") == text)
        }
    }

    @Test func `what is said behind a command is wrapped like anything else`() {
        let text = "carbonwall status says which policy is in force, and 'carbonwall plan --help' what is compared"
        #expect(text.wrapped(to: 40).allSatisfy { $0.count <= 40 })
    }

    @Test func `sentences are broken at a terminal and stay whole in a pipe`() {
        let text = "carbonwall: error: one two three four five six\n  hint: seven eight nine ten eleven\n"
        let narrow = "carbonwall: error: one two three\n  four five six\n  hint: seven eight nine ten\n    eleven\n"
        #expect(Terminal(width: 34).fitted(text) == narrow)
        #expect(Terminal(width: 34, breaksSentences: false).fitted(text) == text)
    }

    static let coloured: [(line: String, shown: String)] = [
        ("carbonwall: error: no", "carbonwall: \u{1B}[31merror:\u{1B}[0m no"),
        ("warning: error: no", "\u{1B}[33mwarning:\u{1B}[0m error: no"),
        ("p.yaml:3:7: note: so", "p.yaml:3:7: \u{1B}[36mnote:\u{1B}[0m so"),
        ("it is an error: no", "it is an error: no"), ("+ 9443/tcp", "\u{1B}[32m+ 9443/tcp\u{1B}[0m"),
    ]

    @Test(arguments: coloured) func `the word that says how bad it is has a colour`(line: String, shown: String) {
        #expect(Terminal(width: 80, showsColours: true).fitted(line) == shown)
        #expect(Terminal(width: 80).fitted(line) == line)
    }

    /// At a terminal of its own, as `script` makes them, of `columns`.
    private func atTerminal(_ command: String, columns: Int, _ environment: String = "") throws -> String {
        let line = "stty cols \(columns); \(environment) '\(try Locations.carbonwall)' \(command)"
        let variables = ["SHELL": "/bin/sh", "TERM": "xterm", "COLUMNS": "", "NO_COLOR": ""]
        let result = try ProcessRunner.run(["script", "-qec", line, "/dev/null"], environment: variables)
        return result.output.filter { $0 != "\r" }.replacing("\r\n", with: "\n")
    }

    private static let commandLines = [
        "ports --runtime apim:1 --clustering wka", "catalog list", "catalog show si",
        "explain 9443 --from 203.0.113.9 --runtime apim", "lint --runtime apim --expose rmi-registry=clients",
        "ports --runtime apim --runtime si",
    ]

    @Test(.needs(program: "script"), arguments: commandLines, [60, 80, 200])
    func `every verb's text fits a terminal`(command: String, columns: Int) throws {
        let text = try atTerminal(command, columns: columns, "NO_COLOR=1")
        for line in text.split(separator: "\n") {
            let isLong = line.wrapped(to: 10).contains { $0.count > columns - 10 }
            #expect(line.count <= columns || isLong, "\(line)")
        }
        #expect(!text.contains("\u{1B}"))
    }

    @Test(.needs(program: "script")) func `colours are for a terminal that takes them`() throws {
        let command = "explain 9443 --from 203.0.113.9 --runtime apim"
        #expect(try atTerminal(command, columns: 80).contains("\u{1B}[31mdrop\u{1B}[0m"))
        for environment in ["NO_COLOR=1", "TERM=dumb"] {
            #expect(try !atTerminal(command, columns: 80, environment).contains("\u{1B}"))
        }
        #expect(try !atTerminal("\(command) | cat", columns: 80).contains("\u{1B}"))
    }

    @Test func `COLUMNS is asked first and a pipe has 100`() throws {
        for (columns, width) in [("60", 60), ("", 100), ("none", 100), ("0", 100), ("120", 120)] {
            let text = try carbonwall(
                "explain",
                "9443",
                "--from",
                "203.0.113.9",
                "--runtime",
                "apim",
                environment: ["COLUMNS": columns]
            ).output
            let lines = text.split(separator: "\n").filter { !$0.contains("--from admins=") }
            let longest = lines.map(\.count).max() ?? 0
            #expect(longest <= max(width, 70) && longest > width - 30, "\(columns): \(longest)")
        }
    }
}
