import ArgumentParser
import Catalog
import Policy
import SystemPackage

/// `carbonwall catalog validate PATH`: whether catalog files can be used.
struct CatalogValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a catalog file, or those of a folder.",
        usage: "carbonwall catalog validate FILE|DIR",
        discussion: """
            Reads the file, or every *.yaml of the folder, and reports everything that is \
            wrong, with file, line and column. The exit status is 65 if anything is.

            Before using products of your own with --rules:
              carbonwall catalog validate ./rules
            One of them:
              carbonwall catalog validate ./rules/si.yaml
            """
    )

    @Argument(
        help: ArgumentHelp("A catalog file, or a folder of *.yaml files.", valueName: "file|dir"),
        completion: .file(extensions: ["yaml"]),
        transform: { try FilePath(argument: $0) }
    )
    var path: FilePath

    func run() throws {
        let runtimes = try CatalogFolder.runtimes(at: path)
        let ports = runtimes.reduce(0) { $0 + $1.ports.count }
        let found = "\(runtimes.count.counted("runtime")) with \(ports.counted("port"))"
        try Console.show("\(path.string.printable): nothing wrong in \(found)\n")
    }
}

extension Int {
    /// `1 runtime`, `4 runtimes`.
    func counted(_ noun: String) -> String {
        "\(self) \(noun)\(self == 1 ? "" : "s")"
    }
}
