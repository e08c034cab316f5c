import Testing

@testable import Policy

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("gatway", "gateway"), ("wak", "wka"), ("APIM", "apim"), ("control-plain", "control-plane"),
        ("emti", "emit"), ("minimum_ha", "minimum-ha"),
    ])
    func `a slip of the finger finds the name`(typed: String, meant: String) {
        let names = ["apim", "si", "gateway", "control-plane", "wka", "none", "minimum-ha", "emit", "explain"]
        #expect(nearestName(to: typed, in: names) == meant)
    }

    @Test(arguments: ["", "x", "database", String(repeating: "gateway", count: 1000)])
    func `what is far from every name finds none`(typed: String) {
        #expect(nearestName(to: typed, in: ["gateway", "none", "wka"]) == nil)
    }

    @Test func `a suggestion is the nearest name, or else all of them`() {
        #expect(suggestion(for: "wkaa", in: ["none", "wka"]) == "did you mean wka?")
        #expect(suggestion(for: "other", in: ["none", "wka"]) == "known: none, wka")
        #expect(suggestion(for: "other", in: []) == "there are none here")
    }

    @Test func `a quoted text shows control and direction marks as escapes and is cut`() {
        #expect("a\u{1B}[31m\n\u{202E}".quotedForMessage == "'a\\u{1B}[31m\\u{A}\\u{202E}'")
        #expect(String(repeating: "x", count: 61).quotedForMessage == "'" + String(repeating: "x", count: 60) + "…'")
    }
}
