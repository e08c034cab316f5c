import Foundation
import TestSupport

/// fwshift, a program that knows what the firewalls of many makers mean, and finds every connection about which two of them differ.
///
/// It is under the GPL and runs as a process of its own.
enum Fwshift {
    /// Connections from one zone to another about which two firewalls differ.
    struct Difference: Decodable, Hashable {
        struct Connections: Decodable, Hashable {
            let sources: [String]
            let destinations: [String]
            let services: [String]
        }

        let from: String
        let to: String
        let change: String
        /// What decides in each of the two.
        let first_policy: String
        let second_policy: String
        var connections: [Connections]
    }

    private struct Comparison: Decodable { let differences: [Difference] }

    /// What `second`, in `format`, allows otherwise than the nftables ruleset `first` does.
    static func differences(_ first: String, _ second: String, _ format: String) throws -> [Difference] {
        let folder = try TemporaryFolder()
        try folder.write(Array(first.utf8), to: "first.nft")
        try folder.write(Array(second.utf8), to: "second.json")
        let arguments = [
            "compare", "--from", "nftables", "--from-second", format, "--fail-on", "none", "--json",
            folder.path(of: "first.nft"), folder.path(of: "second.json"),
        ]
        let output = try ProcessRunner.output(of: [PythonTools.path(of: "fwshift")] + arguments)
        return try JSONDecoder().decode(Comparison.self, from: Data(output.utf8)).differences
    }
}
