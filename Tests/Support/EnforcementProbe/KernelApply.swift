#if os(Linux)
import Enforcement
import Policy
import SystemPackage

/// A real apply, in the process's network namespace, that stops dead at a call that changes the state folder.
enum KernelApply {
    /// Applies a policy that lets `administrators`, an address, in over SSH; stops before the call number `step`.
    static func perform(_ path: FilePath, _ administrators: String, _ step: Int, seconds: UInt32?) throws {
        let folder = try StateFolder(creating: path, storage: StoppingStorage(at: step))
        let enforcer = Enforcer(rememberingIn: folder, waiting: .seconds(60))
        let outcome = try enforcer.apply(request(administrators, seconds: seconds))
        Probe.say("applied \(outcome.policy.number)")
    }

    /// The request to let `administrators` in over SSH, to be confirmed within `seconds` if they are given.
    static func request(_ administrators: String, seconds: UInt32?) throws -> ApplyRequest {
        let source = Source(.admins, AddressSet([try CIDR(administrators)]))
        let policy = HostPolicy(title: administrators, services: [], sources: [source])
        let confirmation = seconds.map {
            ApplyRequest.Confirmation(within: $0) { ["guard", $0.string, $1.description] }
        }
        return ApplyRequest(policy, confirmation: confirmation, isForced: true)
    }
}
#endif
