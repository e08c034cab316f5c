#if os(Linux)
import ArgumentParser
import Enforcement
import Glibc
import Policy
import SystemPackage

/// The selection of the policy in force, as `apply` has stored it: files are those of that time.
struct SelectionInForce {
    /// The policy.
    let policy: AppliedPolicy
    private let options: SelectionOptions
    private let files: [String: [UInt8]]

    /// What is in force by the state folder of `state`; nil if nothing is.
    ///
    /// - Throws: `CommandFailure` if this user may not know, or no selection was stored.
    init?(_ state: StateOptions) throws(CommandFailure) {
        guard let (policy, record) = try Self.read(state) else { return nil }
        guard let record else {
            throw .operation(
                "policy \(policy.number) (\(policy.title)) is in force, and no selection was stored with it",
                hint: policy.isFoundInKernel
                    ? "somebody changed it by hand; name a selection"
                    : "apply it again with this version, or name a selection"
            )
        }
        self.policy = policy
        files = Dictionary(record.files.map { ($0.name, $0.content) }) { first, _ in first }
        do {
            options = try ApplyCommand.parse(record.arguments).selection
        } catch {
            throw .operation(
                "the selection of policy \(policy.number), which carbonwall \(record.version) has stored, can't be read: \(ApplyCommand.message(for: error))",
                hint: "name a selection"
            )
        }
    }

    /// What of the policy isn't so in the kernel, in a warning: an answer about the policy would be taken for one about the kernel.
    func differences(_ state: StateOptions) -> [Finding] {
        let subject = "policy \(policy.number), which is spoken of here"
        let hint = "\(state.command("status")) says what is in force"
        do {
            let status = try EnforcementStatus.current(Self.path(state))
            guard case .policy(let loaded) = status.rules, loaded.number == policy.number else {
                return [Finding(.warning, "policy-not-loaded", "\(subject), isn't what the kernel has", hint: hint)]
            }
            guard policy.isAuditOnly else { return [] }
            return [
                Finding(.warning, "audit-only", "\(subject), is loaded for an audit: nothing is dropped", hint: hint)
            ]
        } catch {
            return [
                Finding(.warning, "policy-not-loaded", "whether the kernel has \(subject), can't be told: \(error)")
            ]
        }
    }

    /// What `body` makes of the selection, with the files of that time.
    func perform<Value>(_ body: (SelectionOptions) throws -> Value) rethrows -> Value {
        try InputFile.$source.withValue(.stored(files)) { try body(options) }
    }

    private static func read(_ state: StateOptions) throws(CommandFailure) -> (AppliedPolicy, SelectionRecord?)? {
        do {
            guard let folder = try StateFolder.existing(path(state)) else { return nil }
            let found = try folder.load()
            if case .elsewhere(let namespace, _) = try found.relation(to: .current()) {
                throw CommandFailure.operation("\(folder.path) belongs to \(namespace): name a selection")
            }
            guard let policy = found.current.flatMap({ found[$0] }) else { return nil }
            return (policy, try folder.selection(of: policy))
        } catch let failure as CommandFailure {
            throw failure
        } catch StateError.system(let problem) where problem.code == .permissionDenied {
            throw notPermitted
        } catch StateHomeError.unreadable(let problem) where problem.code == .permissionDenied {
            throw notPermitted
        } catch let error as any EnforcementError {
            throw .operation(error.description, hint: error.advice)
        } catch {
            throw .operation("\(error)")
        }
    }

    /// The state folder.
    ///
    /// Whoever may not look at process 1 sees at least whether this machine has one.
    private static func path(_ state: StateOptions) throws(StateHomeError) -> FilePath {
        do {
            return try state.home().path
        } catch {
            guard unsafe access(StateFolder.defaultPath.string, F_OK) == 0 else { return StateFolder.defaultPath }
            throw error
        }
    }

    private static var notPermitted: CommandFailure {
        .notPermitted(
            "what is in force is for root alone; name a selection, or: sudo \(Program.commandLine)"
        )
    }
}
#endif
