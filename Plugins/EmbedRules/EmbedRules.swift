import Foundation
import PackagePlugin

/// Compiles the files of rules/ into the catalog, as string literals in one generated file.
@main
struct EmbedRules: BuildToolPlugin {
    /// One command that runs again whenever a file of rules/ changes, comes or goes.
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let rules = context.package.directoryURL.appending(path: "rules", directoryHint: .isDirectory)
        let files = try FileManager.default.contentsOfDirectory(at: rules, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let output = context.pluginWorkDirectoryURL.appending(path: "CatalogFile+Embedded.swift")
        return [
            .buildCommand(
                displayName: "Embedding the rules",
                executable: try context.tool(named: "embed-rules").url,
                arguments: [output.path(percentEncoded: false)] + files.map { $0.path(percentEncoded: false) },
                inputFiles: files,
                outputFiles: [output]
            )
        ]
    }
}
