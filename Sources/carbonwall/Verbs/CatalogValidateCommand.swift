import ArgumentParser
import Catalog
import Policy
import SystemPackage

/// `carbonwall catalog validate DIR`: whether a catalog can be used.
struct CatalogValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check the catalog files of a folder.",
        usage: "carbonwall catalog validate DIR",
        discussion: """
            Reads every *.yaml of the folder and reports everything that is wrong, \
            with file, line and column. The exit status is 65 where anything is.

            Before using a catalog of your own with --rules:
              carbonwall catalog validate ./rules
            """
    )

    @Argument(
        help: ArgumentHelp("A folder of *.yaml files.", valueName: "dir"),
        completion: .directory,
        transform: { try FilePath(argument: $0) }
    )
    var folder: FilePath

    func run() throws {
        let runtimes = try CatalogFolder.catalog(in: folder).runtimes
        let ports = runtimes.reduce(0) { $0 + $1.ports.count }
        try Console.show(
            "\(folder.string.printable): nothing wrong in \(runtimes.count) runtimes with \(ports) ports\n"
        )
    }
}
