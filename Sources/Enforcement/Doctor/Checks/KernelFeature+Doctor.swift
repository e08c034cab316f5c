import Policy

extension KernelFeature {
    /// What it means that the kernel lacks `missing`.
    static func diagnosis(_ missing: [KernelFeature]) -> Diagnosis {
        guard !missing.isEmpty else {
            return Diagnosis(facts: ["the kernel has all that a ruleset needs of nf_tables"])
        }
        return Diagnosis(
            findings: missing.map { feature in
                DoctorFinding.featureMissing.finding(
                    .error,
                    "this kernel has no \(feature.rawValue), so that a policy that needs it can't be applied",
                    hint: "it comes with \(feature.origin)"
                )
            }
        )
    }
}
