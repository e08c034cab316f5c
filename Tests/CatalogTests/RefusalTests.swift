import Catalog
import Policy
import Testing

@Suite struct RefusalTests {
    /// What the sample is changed into, and the places and kinds of what is said of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let findings: [String]

        init(_ old: String, _ new: String, _ findings: String...) {
            self.old = old
            self.new = new
            self.findings = findings
        }

        var testDescription: String { "\(old) → \(new.prefix(40))".debugDescription }
    }

    static let keys = [
        Mistake("title:", "titel:", "1:1 missing-key", "2:1 unknown-key"),
        Mistake("    audiences:", "    audience:", "15:5 missing-key", "19:5 unknown-key"),
        Mistake(", description: The back", ", colour: red, description: The back", "7:17 unknown-key"),
        Mistake("default: 5, key: offset", "default: 5", "3:9 missing-key"),
        Mistake("id: demo\n", "", "1:1 missing-key"),
        Mistake("    basis: both\n", "", "15:5 missing-key"),
        Mistake("enabled: false", "enabeld: false", "12:41 unknown-key"),
        Mistake("title: A product", "title: A product\ntitle: B", "3:1 duplicate-key"),
        Mistake("    port: 8080", "\tport: 8080", "16:1 bad-character"),
    ]

    static let ids = [
        Mistake("id: demo", "id: Demo", "1:5 bad-name"),
        Mistake("id: web", "id: web_1", "15:9 bad-name"),
        Mistake("id: web", "id: \(String(repeating: "w", count: 41))", "15:9 bad-name"),
        Mistake("id: range", "id: web", "32:13 unknown-port", "33:9 duplicate-id"),
        Mistake("id: range", "id: extra", "32:13 unknown-port", "33:9 duplicate-id"),
        Mistake("id: many", "id: none", "10:11 duplicate-id", "21:18 unknown-clustering-mode"),
        Mistake(
            "id: back",
            "id: front",
            "6:11 fallback-cycle",
            "7:11 duplicate-id",
            "25:22 unknown-role"
        ),
    ]

    static let numbers =
        ["0", "70000", "'8080'", "-1", "08080", "+8080", "8_080", "http", "1e3"].map {
            Mistake("8080", $0, "16:11 bad-port")
        }
        + ["4009-4001", "4001-", "-4009", "0-1", "4001-70000", "1-2-3", "4001 - 4009"].map {
            Mistake("4001-4009", $0, "34:11 bad-port")
        } + [
            Mistake("8080", "[8080]", "16:11 wrong-kind"),
            Mistake("8080", "65531", "16:11 port-out-of-range"),
            Mistake("default: 5", "default: -5", "3:20 bad-number"),
            Mistake("default: 5", "default: five", "3:20 bad-number"),
            Mistake("default: 5", "default: 65535", "3:20 bad-number"),
        ]

    static let names = [
        Mistake("transport: tcp", "transport: tpc", "17:16 unknown-transport"),
        Mistake("[clients, admins]", "[clients, admin]", "19:26 unknown-audience"),
        Mistake("[clients, admins]", "[]", "19:16 wrong-kind"),
        Mistake("[clients, admins]", "clients", "19:16 wrong-kind"),
        Mistake("[clients, admins]", "[clients, clients]", "19:26 duplicate-id"),
        Mistake("offset: follows", "offset: follow", "20:13 unknown-offset-behaviour"),
        Mistake("basis: both", "basis: page", "27:12 unknown-basis"),
        Mistake("direction: inbound", "direction: in", "26:16 unknown-direction"),
        Mistake("clustering: [many]", "clustering: [manny]", "21:18 unknown-clustering-mode"),
        Mistake("feature: extra", "feature: extras", "22:14 unknown-feature"),
        Mistake("roles: [front]", "roles: [fornt]", "23:13 unknown-role"),
        Mistake("enabled: false", "enabled: no", "12:50 bad-flag"),
    ]

    static let relations = [
        Mistake("fallback: front", "fallback: frnt", "7:50 unknown-role"),
        Mistake("fallback: front", "fallback: back", "7:11 fallback-cycle"),
        Mistake("needs: [range]", "needs: [ranges]", "32:13 unknown-port"),
        Mistake("needs: [range]", "needs: [web]", "32:12 needs-itself"),
        Mistake("peers: { front:", "peers: { fronts:", "25:14 unknown-role"),
        Mistake("peers: { front:", "peers: { back:", "25:14 unknown-role"),
        Mistake("[back, friend,", "[bcak, friend,", "25:22 unknown-role"),
        Mistake("friend/worker", "freind/worker", "25:36 unknown-role"),
        Mistake("friend/worker", "friend/", "25:36 bad-name"),
        Mistake("friend/worker", "friend/worker/x", "25:36 unknown-role"),
        Mistake("[back, friend, friend/worker]", "[]", "25:21 wrong-kind"),
        Mistake("224.0.0.5", "10.0.0.5", "10:60 bad-address"),
        Mistake("224.0.0.5", "224.0.0", "10:60 bad-address"),
    ]

    static let texts = [
        Mistake("The web port", String(repeating: "x", count: 201), "28:18 bad-text"),
        Mistake("The web port", "\"two\\nlines\"", "28:18 bad-text"),
        Mistake("The web port", "''", "28:18 bad-text"),
        Mistake("The web port", "", "28:17 wrong-kind"),
        Mistake("The web port", "{ a: b }", "28:18 wrong-kind"),
        Mistake("The web port", "\"\\u202Egpj\"", "28:18 bad-character"),
        Mistake("The web port", "x\u{202E}gpj", "28:19 bad-character"),
        Mistake("The web port", "x\u{1B}[2J", "28:19 bad-character"),
        Mistake("The web port", "x\u{0}", "28:19 bad-character"),
        Mistake("A product", String(repeating: "x", count: 81), "2:8 bad-text"),
        Mistake("A note", String(repeating: "x", count: 301), "13:9 bad-text"),
        Mistake("notes: [A note]", "notes: A note", "13:8 wrong-kind"),
        Mistake("ports:\n", "ports: []\nmore:\n", "14:8 wrong-kind", "15:1 unknown-key"),
    ]

    @Test(arguments: keys + ids + numbers + names + relations + texts)
    func `a mistake is reported where it stands`(mistake: Mistake) {
        let file = SampleFile.file(replacing: mistake.old, with: mistake.new)
        #expect(findings(in: file).map(\.placeAndSlug) == mistake.findings)
    }

    @Test func `a finding says what is wrong and what to write instead`() {
        let file = CatalogFile(
            name: "x.yaml",
            bytes: Array("id: x\ntitel: X\noffset: { default: 0, key: k }\nports:\n- { id: p, port: 0 }\n".utf8)
        )
        #expect(
            findings(in: file).joined(separator: "\n") == """
                x.yaml:1:1: missing-key: a runtime needs the key 'title'
                x.yaml:2:1: unknown-key: a runtime has no key 'titel' (did you mean title?)
                x.yaml:5:3: missing-key: a port needs the key 'transport'
                x.yaml:5:3: missing-key: a port needs the key 'protocol'
                x.yaml:5:3: missing-key: a port needs the key 'audiences'
                x.yaml:5:3: missing-key: a port needs the key 'offset'
                x.yaml:5:3: missing-key: a port needs the key 'basis'
                x.yaml:5:3: missing-key: a port needs the key 'description'
                x.yaml:5:3: missing-key: a port needs the key 'source'
                x.yaml:5:18: bad-port: '0' is no port \
                (write a number from 1 to 65535 without quotes, or a range like 4001-4009)
                """
        )
    }

    @Test func `the findings of all files are reported, in the order of their names`() {
        let broken = SampleFile.file("b.yaml", replacing: "8080", with: "0")
        let empty = CatalogFile(name: "a.yaml", bytes: [])
        #expect(findings(in: broken, empty).map(\.placeAndSlug) == ["1:1 empty-file", "16:11 bad-port"])
    }

    @Test(arguments: ["", "# nothing", "---", "text", "[a, b]", "id", "7", "{}", "a: &b c"])
    func `a file that is no mapping of a runtime is an error`(text: String) {
        let found = findings(in: CatalogFile(name: "x.yaml", bytes: Array(text.utf8)))
        #expect(!found.isEmpty && found.allSatisfy { $0.hasPrefix("x.yaml:1:") })
    }
}

extension String {
    /// `16:11 bad-port` of `demo.yaml:16:11: bad-port: …`.
    fileprivate var placeAndSlug: String {
        let parts = split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 3 ? "\(parts[1]):\(parts[2])\(parts[3])" : self
    }
}
