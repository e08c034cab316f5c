import TestSupport
import Testing

/// A ruleset as users get it: emitted now, or one of the files beside the examples.
enum RulesetSample: Sendable, CustomTestStringConvertible {
    case emitted(TestedHost)
    /// A path in the package.
    case file(String)

    static var all: [RulesetSample] {
        get throws {
            let folders = ["examples", "Tests/EmitterTests"].map { "\(Locations.packageRoot)/\($0)" }
            let files = try ProcessRunner.output(of: ["find"] + folders + ["-name", "*.nft"]).split(separator: "\n")
            return TestedHost.allCases.map { .emitted($0) } + files.sorted().map { .file(String($0)) }
        }
    }

    /// What `nft -f` gets.
    var text: String {
        get throws {
            switch self {
            case .emitted(let host): try host.ruleset()
            case .file(let path): try ProcessRunner.output(of: ["cat", path])
            }
        }
    }

    var testDescription: String {
        switch self {
        case .emitted(let host): host.rawValue
        case .file(let path): String(path.dropFirst(Locations.packageRoot.count + 1))
        }
    }
}
