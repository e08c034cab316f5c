import ArgumentParser
import Policy

/// What is looked at before ArgumentParser is: the verbs, for which it suggests nothing, and absurdly long option names, which it
/// would compare with each of its own.
enum CheckArguments {
    private static let longestOptionName = 64

    /// Finds a verb that there isn't.
    ///
    /// - Throws: `CommandFailure.usage` with the nearest, or what it is called here.
    static func check(_ arguments: [String]) throws(CommandFailure) {
        _ = try command(of: arguments)
        try checkOptionNames(arguments)
    }

    /// Finds options that there aren't, all of them at once; for arguments that ArgumentParser has refused.
    ///
    /// - Throws: As `check`.
    static func checkOptions(_ arguments: [String]) throws(CommandFailure) {
        let command = try command(of: arguments)
        guard command.configuration.subcommands.isEmpty, command.configuration.shouldDisplay else { return }
        try checkOptions(arguments, of: command)
    }

    /// The verb that `arguments` begin with, behind `help` as well.
    private static func command(of arguments: [String]) throws(CommandFailure) -> any ParsableCommand.Type {
        var command: any ParsableCommand.Type = Carbonwall.self
        let words = arguments.prefix { !$0.hasPrefix("-") }
        for argument in words.first == "help" ? words.dropFirst() : words {
            let verbs = command.configuration.subcommands
            if verbs.isEmpty { break }
            guard let verb = verbs.first(where: { $0.configuration.commandName == argument }) else {
                throw unknown(argument, among: verbs.filter { $0.configuration.shouldDisplay })
            }
            command = verb
        }
        return command
    }

    private static func checkOptions(
        _ arguments: [String],
        of command: any ParsableCommand.Type
    ) throws(CommandFailure) {
        let given = arguments.prefix { $0 != "--" }.filter(\.looksLikeOption).map { String($0.prefix { $0 != "=" }) }
        guard !given.isEmpty else { return }
        let known = optionNames(of: command)
        let wrong = given.filter { !known.contains($0) }
        guard let first = wrong.first else { return }
        let names = wrong.map(\.quotedForMessage).joined(separator: ", ")
        let advice = wrong.map { name in
            (wrong.count > 1 ? "\(name.printable): " : "") + suggestion(for: name, known: known)
        }
        guard advice.contains(where: { !$0.isEmpty }), !first.isEmpty else {
            throw .usage("unknown option \(names)", hint: helpHint(arguments))
        }
        throw .usage(
            "unknown \(wrong.count > 1 ? "options" : "option") \(names)",
            hint: advice.joined(separator: "; ") + "; \(helpHint(arguments))"
        )
    }

    private static func suggestion(for name: String, known: Set<String>) -> String {
        if let synonym = Synonyms.option(name, known: known) { return synonym }
        let names = known.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }.sorted()
        let bare = name.drop { $0 == "-" }
        return nearestName(to: bare, in: names).map { "did you mean --\($0)?" } ?? "there is none like it"
    }

    /// Every option of `command`, as its help page lists them.
    private static func optionNames(of command: any ParsableCommand.Type) -> Set<String> {
        let page = Carbonwall.helpMessage(for: command, includeHidden: true, columns: 10_000)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix("  -") }
        let words = lines.flatMap { $0.split(whereSeparator: { " ,<".contains($0) }).prefix { $0.hasPrefix("-") } }
        return Set(
            words.map(String.init) + ["--help", "-h", "--version", "--help-hidden", "--generate-completion-script"]
        )
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
        let isTop = names.contains("ports")
        let near = nearestName(to: verb, in: names).map { "did you mean \($0)?" }
        let hint = near ?? (isTop ? Synonyms.verb(verb) : nil) ?? Policy.suggestion(for: verb, in: names)
        return .usage("unknown command \(verb.quotedForMessage)", hint: hint)
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

extension String {
    /// Whether it is an option and not a value, such as a negative number or a dash.
    fileprivate var looksLikeOption: Bool {
        guard first == "-", let second = dropFirst().first else { return false }
        return second == "-" ? count > 2 : second.isLetter && dropFirst(2).first.map { $0 == "=" } ?? true
    }
}
