import Emitters
import Testing

@Suite struct JSONValueTests {
    @Test func `json escapes what would end a string, and what does something to a terminal`() {
        #expect(
            JSONValue.string("a\"b\\c\n\t\u{1B}\u{202E}é").document == #""a\"b\\c\u000a\u0009\u001b\u202eé""# + "\n"
        )
    }

    @Test func `json objects keep their order and leave out what is nil`() {
        let value = JSONValue.object([("b", .integer(1)), ("a", nil), ("c", .array([]))])
        #expect(value.document == "{\n  \"b\": 1,\n  \"c\": []\n}\n")
    }
}
