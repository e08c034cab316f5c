import Catalog
import Emitters
import Policy
import RulesEngine

/// Many hosts in one process: from the selection to the ruleset's text.
enum Generation {
    static func run(count: Int) throws {
        let engine = Engine(catalog: try ProductCatalog.builtIn())
        let clock = ContinuousClock()
        var bytes = 0
        let elapsed = try clock.measure {
            for host in 0..<count {
                let policy = try engine.resolve(selection(host)).policy
                bytes += NftablesEmitter.emit(policy, toolVersion: "bench").utf8.count
            }
        }
        let seconds = Double(elapsed.components.attoseconds) / 1e18 + Double(elapsed.components.seconds)
        let peak = ResourceUsage.ownPeakMegabytes
        print(
            "\(count) hosts: \(rounded(seconds * 1000)) ms, \(rounded(seconds * 1e6 / Double(count))) µs a host,",
            terminator: " "
        )
        print("peak memory \(rounded(peak)) MB, \(bytes) bytes of rulesets")
    }

    /// A host of its own: no two have the same offset and administrators.
    private static func selection(_ host: Int) -> Selection {
        var selection = Selection(runtimes: [SelectedRuntime(name: "apim", offset: host % 5000, clustering: "wka")])
        let network = UInt32(0x0A00_0000) | UInt32(host % 65536) << 8
        selection.sources[.admins] = AddressSet(v4: IntervalSet([network...network | 0xFF]))
        return selection
    }
}
