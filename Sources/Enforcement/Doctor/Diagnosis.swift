package import Policy

/// What `doctor` has found out.
package struct Diagnosis: Hashable, Sendable {
    /// What is so and does no harm, a sentence each, in the order of the checks.
    package var facts: [String] = []
    /// What bites, or will, in the order of the checks.
    package var findings: [Finding] = []

    package init(facts: [String] = [], findings: [Finding] = []) {
        self.facts = facts
        self.findings = findings
    }

    /// Both one behind the other.
    package static func + (left: Diagnosis, right: Diagnosis) -> Diagnosis {
        Diagnosis(facts: left.facts + right.facts, findings: left.findings + right.findings)
    }
}
