import Testing

import Policy

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
}
