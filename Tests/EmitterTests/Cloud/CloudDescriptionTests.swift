import Emitters
import Testing

@Suite struct CloudDescriptionTests {
    @Test(arguments: [
        (["one", "two"], 20, "one; two"),
        (["first", "second", "third"], 18, "first; and 2 more"),
        (["a reason that doesn't fit at all"], 20, "a reason that doe..."),
        (["\"quoted\" [expression] \u{202E}é\n"], 40, "-quoted- -expression- ---"),
        ([], 20, ""),
    ])
    func `as many reasons stand there as fit, in harmless characters`(reasons: [String], longest: Int, expected: String)
    {
        #expect(CloudDescription.text(for: reasons, longest: longest) == expected)
    }
}
