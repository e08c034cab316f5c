import Emitters
import Testing

@Suite struct CloudNameTests {
    @Test(arguments: ["a", "carbonwall-cp", "a1", "a--b", String(repeating: "a", count: 30)])
    func `a name of lower-case letters, digits and hyphens is one`(text: String) {
        #expect(CloudName(text)?.description == text)
    }

    @Test(arguments: ["", "A", "1a", "-a", "a-", "a_b", "a.b", "ä", "a b", "a\n", String(repeating: "a", count: 31)])
    func `what a cloud wouldn't take is no name`(text: String) {
        #expect(CloudName(text) == nil)
    }
}
