import ArgumentParser

/// The program: nothing but its verbs.
struct Carbonwall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carbonwall",
        abstract: "Firewall rules for WSO2 products, from which runtimes run where.",
        discussion: """
            What does this host open?
              carbonwall ports --runtime apim --clustering wka
            Which firewall does it need?
              carbonwall emit nftables --runtime apim -o apim.nft
            Why can't I reach it?
              carbonwall explain 9443 --from 203.0.113.9 --runtime apim
            Is anything doubtful about it?
              carbonwall lint --runtime apim --runtime si:10
            Are the loaded rules still these?
              carbonwall plan --runtime apim
            Put it into this kernel, with a way back:
              carbonwall apply --runtime apim --confirm 60
            What on this machine would get in the way?
              carbonwall doctor
            Which products are known?
              carbonwall catalog list
            """,
        version: ToolVersion.current,
        subcommands: verbs
    )

    #if os(Linux)
    private static let verbs: [any ParsableCommand.Type] = [
        PortsCommand.self, EmitCommand.self, ExplainCommand.self, LintCommand.self, PlanCommand.self,
        ApplyCommand.self, ConfirmCommand.self, RollbackCommand.self, StatusCommand.self, RemoveCommand.self,
        BootCommand.self, DoctorCommand.self, CatalogCommand.self, WatchCommand.self,
    ]
    #else
    private static let verbs: [any ParsableCommand.Type] = [
        PortsCommand.self, EmitCommand.self, ExplainCommand.self, LintCommand.self, CatalogCommand.self,
    ]
    #endif
}

/// This program's version.
enum ToolVersion {
    /// By semantic versioning.
    static let current = "0.1.0"
}
