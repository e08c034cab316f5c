import ArgumentParser

/// `carbonwall catalog`: what is known of the products.
struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Look at what is known of the products, or check a catalog of your own.",
        discussion: """
            Which runtimes are there?
              carbonwall catalog list
            What does API Manager open?
              carbonwall catalog show apim
            Are my own files right?
              carbonwall catalog validate ./rules
            """,
        subcommands: [CatalogListCommand.self, CatalogShowCommand.self, CatalogValidateCommand.self]
    )
}
