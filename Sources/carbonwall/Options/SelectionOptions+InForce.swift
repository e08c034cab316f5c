import ArgumentParser
import Policy
import RulesEngine
import SystemPackage

#if os(Linux)
import Enforcement
import Glibc
#endif

/// A verb about a selection, or about the policy in force if nothing is selected.
protocol SelectingCommand: ParsableCommand {
    var selection: SelectionOptions { get }
    #if os(Linux)
    var state: StateOptions { get }
    #endif
}

extension SelectingCommand {
    /// What `body` makes of the selection, or of the one in force.
    func selected<Value>(_ body: (SelectionOptions) throws -> Value) throws -> Value {
        #if os(Linux)
        if let inForce = try selection.inForce(state) {
            Console.report(inForce.differences(state).map(Report.line).joined())
            return try inForce.perform(body)
        }
        #endif
        return try body(selection)
    }
}

extension SelectionOptions {
    /// Whether something is selected; an address that `explain` is asked about selects nothing.
    private var selectsSomething: Bool {
        var others = self
        others.from.removeAll { if case .probe = $0 { true } else { false } }
        return others.isGiven || rules.isGiven
    }

    #if os(Linux)
    /// The selection in force; nil if something is selected, or nothing is in force.
    func inForce(_ state: StateOptions) throws(CommandFailure) -> SelectionInForce? {
        selectsSomething ? nil : try SelectionInForce(state)
    }

    /// What is kept of this selection when it is applied: who does it, and what was read for it.
    func origin(_ files: [SelectionRecord.File]) -> PolicyOrigin {
        let arguments = Program.arguments
        return PolicyOrigin(
            user: SystemLog.user,
            command: Program.commandLine.printable,
            selection: Self.selecting(arguments).map(\.quotedForShell).joined(separator: " ").printable,
            node: node?.text ?? onlyNode(files)
        )
    }

    private func onlyNode(_ files: [SelectionRecord.File]) -> String? {
        guard let policy, let file = files.first(where: { $0.name == policy.string }) else { return nil }
        return try? PolicyFile(parsing: file.content, name: file.name).onlyNode
    }

    /// `arguments` without the verb, and without what only says how it is applied.
    private static func selecting(_ arguments: [String]) -> [String] {
        let (withValue, flags): (Set, Set) = (
            ["--confirm", "--state", "--format"], ["--force", "--audit-only", "--cut", "--quiet"]
        )
        var selecting: [String] = []
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            if withValue.contains(argument) { rest = rest.dropFirst() }
            let name = String(argument.prefix { $0 != "=" })
            if !withValue.contains(name), !flags.contains(argument) { selecting.append(argument) }
        }
        return selecting
    }
    #endif
}
