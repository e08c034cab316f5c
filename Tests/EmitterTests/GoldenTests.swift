import TestSupport
import Testing

/// Each folder of `Golden/` is a case: `selection` holds the options; `ruleset.nft`, `iptables.sh`, `rules.v4`, `rules.v6` and
/// `ports.json` what they give.
///
/// A new case is a folder with its `selection`, recorded by `RECORD=1`.
@Suite struct GoldenTests {
    private static let folder = "\(Locations.packageRoot)/Tests/EmitterTests/Golden"

    /// The names of the cases' folders.
    private static let cases: [String] = {
        let names = try? ProcessRunner.output(of: ["ls", folder])
        return names?.split(separator: "\n").map(String.init) ?? []
    }()

    @Test func `there are cases`() {
        #expect(Self.cases.count >= 7)
    }

    @Test(arguments: cases) func `a selection gives its ruleset and its ports`(name: String) throws {
        let place = "\(Self.folder)/\(name)"
        let selection = try ProcessRunner.output(of: ["cat", "\(place)/selection"])
        let options = selection.split(whereSeparator: \.isWhitespace).map(String.init)
        let carbonwall = try Locations.carbonwall
        let ruleset = try ProcessRunner.output(of: [carbonwall, "emit", "nftables"] + options)
        try GoldenFile.expect(ruleset, at: "\(place)/ruleset.nft")
        let ports = try ProcessRunner.output(of: [carbonwall, "ports", "--format", "json"] + options)
        try GoldenFile.expect(ports, at: "\(place)/ports.json")
    }

    @Test(arguments: cases) func `a selection gives its script and files for iptables`(name: String) throws {
        let place = "\(Self.folder)/\(name)"
        let selection = try ProcessRunner.output(of: ["cat", "\(place)/selection"])
        let emit =
            [try Locations.carbonwall, "emit", "iptables"]
            + selection.split(whereSeparator: \.isWhitespace).map(String.init)
        try GoldenFile.expect(ProcessRunner.output(of: emit), at: "\(place)/iptables.sh")
        let folder = try TemporaryFolder()
        try ProcessRunner.output(of: emit + ["--format", "restore", "-o", folder.path])
        #expect(try folder.names() == ["rules.v4", "rules.v6"])
        for file in try folder.names() {
            try GoldenFile.expect(String(decoding: folder.contents(of: file), as: UTF8.self), at: "\(place)/\(file)")
        }
    }

    @Test(.needsNetworkNamespaces, .needs(program: "nft"), arguments: cases)
    func `its ruleset loads, a second time to no effect`(name: String) async throws {
        let ruleset = try ProcessRunner.output(of: ["cat", "\(Self.folder)/\(name)/ruleset.nft"])
        #expect(try await LoadedRuleset.listing(ruleset) == (try await LoadedRuleset.listing(ruleset, ruleset)))
    }
}
