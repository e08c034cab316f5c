import Policy
import Testing

@testable import YAMLReader

@Suite struct FieldReaderTests {
    private enum Colour: String, CaseIterable {
        case red
        case green
    }

    /// The findings after `read` has read `text`, as the command line would print them.
    private func findings(in text: String, _ read: (inout FieldReader, YAMLNode) -> Void) throws -> [String] {
        var reader = FieldReader(file: "f.yaml")
        read(&reader, try parse(text))
        return reader.findings.map { finding in
            let place = finding.location?.description ?? ""
            return "\(place): \(finding.slug): \(finding.message)" + (finding.hint.map { " (\($0))" } ?? "")
        }
    }

    @Test func `unknown and missing keys are all reported where they stand`() throws {
        let found = try findings(in: "nmae: x\n'colour code': y\n") { reader, node in
            _ = reader.fields(of: node, "a thing", required: ["name", "size"])
        }
        #expect(
            found == [
                "f.yaml:1:1: unknown-key: a thing has no key 'nmae' (did you mean name?)",
                "f.yaml:2:1: unknown-key: a thing has no key 'colour code' (known: name, size)",
                "f.yaml:1:1: missing-key: a thing needs the key 'name'",
                "f.yaml:1:1: missing-key: a thing needs the key 'size'",
            ]
        )
    }

    @Test func `valid values come out without a finding`() throws {
        let found = try findings(in: "{n: 7, t: a b, i: a-1, c: red, f: true, l: [1, 2], e: []}") { reader, node in
            let fields = reader.fields(of: node, "it", required: ["n"], optional: ["t", "i", "c", "f", "l", "e", "x"])
            let (number, text) = (reader.integer(fields?["n"], "n", in: 1...7), reader.text(fields?["t"], maximum: 3))
            #expect(number == 7 && text == "a b")
            let (name, colour) = (
                reader.identifier(fields?["i"]), reader.choice(fields?["c"], "colour", of: Colour.self)
            )
            #expect(name == "a-1" && colour == .red)
            let (flag, absent) = (reader.flag(fields?["f"]), reader.text(fields?["x"]))
            #expect(flag == true && absent == nil)
            let numbers = reader.list(fields?["l"]) { $0.integer($1, "n", in: 1...2) }
            let empty = reader.list(fields?["e"]) { $0.text($1) }
            #expect(numbers == [1, 2] && empty == [])
        }
        #expect(found.isEmpty)
    }

    @Test(arguments: [
        ("'9443'", "1:1: bad-number: a port must be a whole number, not '9443' (remove the quotes)"),
        ("0", "1:1: bad-number: a port must be from 1 to 65535, not '0'"),
        ("70000", "1:1: bad-number: a port must be from 1 to 65535, not '70000'"),
        ("-1", "1:1: bad-number: a port must be from 1 to 65535, not '-1'"),
        ("+1", "1:1: bad-number: a port must be a whole number, not '+1'"),
        ("010", "1:1: bad-number: a port must be a whole number, not '010'"),
        ("1_0", "1:1: bad-number: a port must be a whole number, not '1_0'"),
        ("99999999999999999999", "1:1: bad-number: a port must be a whole number, not '99999999999999999999'"),
        ("[1]", "1:1: wrong-kind: a port is expected here, this is a list"),
    ])
    func `what isn't a number within the range is refused`(text: String, expected: String) throws {
        #expect(try findings(in: text) { _ = $0.integer($1, "a port", in: 1...65535) } == ["f.yaml:\(expected)"])
    }

    @Test(arguments: [
        ("''", "1:1: bad-text: the text is empty"),
        ("\"a\\nb\"", "1:1: bad-text: the text must be one line without tabs"),
        ("\"a\\tb\"", "1:1: bad-text: the text must be one line without tabs"),
        ("abcdef", "1:1: bad-text: the text has 6 characters, at most 5 are allowed"),
        ("{a: 1}", "1:1: wrong-kind: a text is expected here, this is a mapping"),
    ])
    func `what isn't one line within the length is refused`(text: String, expected: String) throws {
        #expect(try findings(in: text) { _ = $0.text($1, maximum: 5) } == ["f.yaml:\(expected)"])
    }

    @Test func `a key without a value is reported as nothing`() throws {
        let found = try findings(in: "a:\n") { reader, node in
            _ = reader.text(reader.fields(of: node, "it", required: ["a"])?["a"])
        }
        #expect(found == ["f.yaml:1:3: wrong-kind: a text is expected here, this is nothing"])
    }

    @Test(arguments: ["", "A", "1a", "-a", "a_b", "a b", "ä", "a/b", String(repeating: "a", count: 41)])
    func `what isn't a name is refused`(text: String) throws {
        let found = try findings(in: "'\(text)'") { _ = $0.identifier($1) }
        #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("f.yaml:1:1: bad-name: ") })
    }

    @Test func `a mistyped choice suggests the nearest`() throws {
        let found = try findings(in: "gren") { _ = $0.choice($1, "colour", of: Colour.self) }
        #expect(found == ["f.yaml:1:1: unknown-colour: there is no colour 'gren' (did you mean green?)"])
    }

    @Test(arguments: ["yes", "'true'", "True", "1"])
    func `only true and false are flags`(text: String) throws {
        #expect(try findings(in: text) { _ = $0.flag($1) }.count == 1)
    }

    @Test func `a list where a mapping belongs and the other way round are reported`() throws {
        #expect(
            try findings(in: "[]") { _ = $0.entries(of: $1, "it") }
                == ["f.yaml:1:1: wrong-kind: it must be a mapping (key: value), this is a list"]
        )
        #expect(
            try findings(in: "a") { reader, node in _ = reader.list(node) { $0.text($1) } }
                == ["f.yaml:1:1: wrong-kind: a list is expected here, this is text (write [a, b])"]
        )
    }
}
