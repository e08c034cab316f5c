#if os(Linux)
import Enforcement
import Policy
import SystemPackage

/// A real verb, in the process's network namespace, whose state folder's disk fails.
enum FaultyVerb {
    /// Does `verb`; says `fault` if a call failed, and `done` if the verb succeeded.
    static func perform(_ path: FilePath, _ verb: String, step: Int, code: Int32, isLasting: Bool) throws {
        let storage = FailingStorage(at: step, Errno(rawValue: code), isLasting: isLasting)
        defer { if storage.hasFailed { Probe.say("fault") } }
        switch verb {
        case "boot": _ = try Enforcer.boot(from: path, fallingBack: .open, storage: storage)
        default: try change(StateFolder(creating: path, storage: storage), verb)
        }
        Probe.say("done")
    }

    private static func change(_ folder: consuming StateFolder, _ verb: String) throws {
        let enforcer = Enforcer(rememberingIn: folder, waiting: .seconds(60))
        switch verb {
        case "apply": _ = try enforcer.apply(KernelApply.request("192.0.2.2", seconds: nil))
        case "apply-to-confirm": _ = try enforcer.apply(KernelApply.request("192.0.2.2", seconds: 600))
        case "confirm": try enforcer.confirm()
        case "rollback": _ = try enforcer.rollBack(to: nil, isForced: true)
        case "remove": _ = try enforcer.remove()
        default: throw ProbeError("no such verb")
        }
    }
}
#endif
