import ArgumentParser
import Policy

/// What is looked at before ArgumentParser is: the verbs, for which it suggests nothing, and absurdly long option names, which it
/// would compare with each of its own.
enum CheckArguments {
    private static let longestOptionName = 64

    /// Finds a verb that there isn't.
    ///
    /// - Throws: `CommandFailure.usage` with the nearest verb.
    static func check(_ arguments: [String]) throws(CommandFailure) {
        var command: any ParsableCommand.Type = Carbonwall.self
        for argument in arguments.prefix(while: { !$0.hasPrefix("-") }) {
            let verbs = command.configuration.subcommands
            if verbs.isEmpty || argument == "help" { break }
            guard let verb = verbs.first(where: { $0.configuration.commandName == argument }) else {
                throw unknown(argument, among: verbs.filter { $0.configuration.shouldDisplay })
            }
            command = verb
        }
        try checkOptionNames(arguments)
    }

    /// How to get the help of the verb that `arguments` name.
    static func helpHint(_ arguments: [String]) -> String {
        var path = ["carbonwall"]
        var command: any ParsableCommand.Type = Carbonwall.self
        for argument in arguments {
            guard
                let verb = command.configuration.subcommands.first(where: { $0.configuration.commandName == argument })
            else { break }
            path.append(argument)
            command = verb
        }
        return "see '\(path.joined(separator: " ")) --help'"
    }

    private static func unknown(_ verb: String, among verbs: [any ParsableCommand.Type]) -> CommandFailure {
        let names = verbs.compactMap { $0.configuration.commandName }
        return .usage("unknown command \(verb.quotedForMessage)", hint: suggestion(for: verb, in: names))
    }

    private static func checkOptionNames(_ arguments: [String]) throws(CommandFailure) {
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("-") {
            let name = argument.prefix { $0 != "=" }
            guard name.utf8.count <= longestOptionName else {
                throw .usage("unknown option \(argument.quotedForMessage)", hint: helpHint(arguments))
            }
        }
    }
}
