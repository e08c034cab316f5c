import Policy
package import SystemPackage

extension Doctor {
    /// Compares the kernel's table with what the state folder at `path` says should be in force.
    ///
    /// - Throws: `StateError`, `NetfilterError`, `SystemProblem`.
    package static func examineLoadedPolicy(rememberedIn path: FilePath) throws -> Diagnosis {
        let status = try EnforcementStatus.current(path)
        guard !status.isAsItShouldBe else {
            let fact = status.wanted.map { "policy \($0.number) (\($0.title)) is loaded, as it should be" }
            return Diagnosis(facts: fact.map { [$0] } ?? [])
        }
        return Diagnosis(
            findings: [
                DoctorFinding.policyNotLoaded.finding(
                    .error,
                    status.difference,
                    hint: "carbonwall status says what differs; "
                        + (status.isWaiting
                            ? "carbonwall rollback goes back to the policy before"
                            : "carbonwall boot loads the confirmed policy")
                )
            ]
        )
    }
}

extension EnforcementStatus {
    /// What the kernel has instead of what it should have.
    fileprivate var difference: String {
        let name = wanted.map { "policy \($0.number) (\($0.title))" } ?? "the confirmed policy"
        return switch rules {
        case .policy(let other) where other.isFoundInKernel:
            "\(name) should be in force, but rules that somebody made by hand are loaded (policy \(other.number))"
        case .policy(let other) where other.number == wanted?.number:
            "\(name) is loaded although nobody confirmed it in time: its watchdog is dead"
        case .policy(let other): "\(name) should be in force, but policy \(other.number) (\(other.title)) is loaded"
        case .none: "\(name) should be in force, but table inet carbonwall isn't loaded"
        case .foreign: "\(name) should be in force, but somebody changed table inet carbonwall by hand"
        case .failSafe: "\(name) should be in force, but boot couldn't load it, and loaded the fail-safe"
        }
    }
}
