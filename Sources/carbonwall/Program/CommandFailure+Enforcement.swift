#if os(Linux)
import Enforcement
import Netfilter
import Policy

/// What can go wrong with the kernel's rules and the state folder, in the terms of the command line.
extension CommandFailure {
    /// What `body` returns, at once refused where this process may not change the kernel's rules.
    static func enforcing<Value>(_ body: () throws -> Value) throws(CommandFailure) -> Value {
        do {
            try Enforcer.checkPermission()
            return try body()
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Reports what was done, which is so even where nobody can be told.
    static func reporting(_ report: () throws(CommandFailure) -> Void) throws(CommandFailure) {
        do {
            try report()
        } catch .operation(let message, _) {
            throw .operation(
                "it is done, and that can't be reported: \(message)",
                hint: "carbonwall status says what is in force"
            )
        }
    }

    private init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case NetfilterError.notPermitted: self = .notPermitted("the kernel's rules are for root alone (CAP_NET_ADMIN)")
        case ApplyError.refused(let findings): self = .refused(findings, hint: ApplyError.refused(findings).advice)
        case let error as ApplyError where error.isDoubt:
            self = .unknownOutcome(error.description, hint: error.advice)
        case let error as ConfirmationError where error.isDoubt:
            self = .unknownOutcome(error.description, hint: error.advice)
        case let error as any EnforcementError: self = .operation(error.description, hint: error.advice)
        case NetfilterError.outcomeUnknown:
            self = .unknownOutcome("\(NetfilterError.outcomeUnknown)", hint: "carbonwall status says what is in force")
        case let error as NetfilterError: self = .operation("\(error)", hint: "the kernel's rules are as they were")
        default: self = .operation("\(error)")
        }
    }
}
#endif
