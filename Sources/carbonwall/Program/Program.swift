import ArgumentParser

/// One run of the program, from its arguments to its exit status.
enum Program {
    /// What this run was called with, without the program's name.
    @TaskLocal static var arguments: [String] = []

    /// Does what `arguments`, without the program's name, ask for.
    static func run(_ arguments: [String]) -> ExitStatus {
        var command: any ParsableCommand
        do {
            try CheckArguments.check(arguments)
            command = try Carbonwall.parseAsRoot(arguments)
        } catch let failure as CommandFailure {
            return refuse(failure, arguments)
        } catch {
            return answer(error, arguments: arguments)
        }
        do {
            try $arguments.withValue(arguments) { try command.run() }
            return .success
        } catch let failure as CommandFailure {
            return report(failure)
        } catch let status as ExitCode {
            return ExitStatus(rawValue: status.rawValue) ?? .failed
        } catch {
            return answer(error, arguments: arguments)
        }
    }

    /// Reports arguments that can't be read.
    private static func refuse(_ failure: CommandFailure, _ arguments: [String]) -> ExitStatus {
        #if os(Linux)
        failure.reportAsOutcome(arguments)
        #endif
        return report(failure)
    }

    private static func report(_ failure: CommandFailure) -> ExitStatus {
        Console.report(failure.description)
        return failure.status
    }

    /// What ArgumentParser throws: a request for help, or a mistake in the arguments.
    private static func answer(_ error: any Error, arguments: [String]) -> ExitStatus {
        guard Carbonwall.exitCode(for: error) != .success else { return show(help(error, arguments)) }
        do throws(CommandFailure) { try CheckArguments.checkOptions(arguments) } catch {
            return refuse(error, arguments)
        }
        let message = ArgumentEcho.cleaned(Carbonwall.message(for: error), of: arguments)
        return refuse(.usage(message, hint: CheckArguments.helpHint(arguments)), arguments)
    }

    /// The page that was asked for; `emit TARGET --help` has the options of clouds, too.
    private static func help(_ answer: any Error, _ arguments: [String]) -> String {
        let words = arguments.filter { $0 != "help" }
        let isComplete =
            words.first == "emit" && words.dropFirst().first.map { (try? EmitTarget.named($0)) != nil } ?? false
        guard isComplete else { return HelpPage(answer).text }
        return HelpPage(of: EmitCommand.self, isComplete: true).text
    }

    private static func show(_ help: String) -> ExitStatus {
        do {
            try Console.write(help)
            return .success
        } catch {
            return report(error)
        }
    }
}
