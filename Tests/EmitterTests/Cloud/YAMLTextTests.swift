import Emitters
import Testing
import YAMLReader

@Suite struct YAMLTextTests {
    @Test func `a value is written in block style, texts in quotes`() {
        let value: JSONValue = .object([
            ("version", .string("2016-10-14")), ("enabled", .boolean(true)), ("none", .array([])),
            ("list", .array([.object([("a", .integer(1)), ("b", .strings(["x", "y"]))]), .string("no")])),
            ("a key", .object([("inner", .object([("deep", .string("\"\\\n"))]))])),
        ])
        let expected = """
            version: "2016-10-14"
            enabled: true
            none: []
            list:
              - a: 1
                b:
                  - "x"
                  - "y"
              - "no"
            "a key":
              inner:
                deep: "\\"\\\\\\u000a"

            """
        #expect(value.yamlDocument == expected)
    }

    @Test(arguments: [
        "yes", "~", "- a", "a: b", "'", "#", "é", "1e3", " ", "@x", "{{ }}", "\u{1F600}",
    ])
    func `any text comes back from YAML as it was`(text: String) throws {
        let document = JSONValue.object([("key", .array([.string(text)]))]).yamlDocument
        let node = try YAMLNode.parse(Array(document.utf8))
        guard case .mapping(let pairs) = node.content, case .sequence(let values) = pairs.first?.value.content else {
            Issue.record("no list: \(document)")
            return
        }
        guard case .scalar(let scalar) = values.first?.content else {
            Issue.record("no text: \(document)")
            return
        }
        #expect(scalar.text == text)
        #expect(!scalar.isPlain)
    }
}
