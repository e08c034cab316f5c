import Netfilter
import Policy

extension KernelFeature {
    /// Whether the kernel has all that any ruleset of ours needs.
    static func examine(_ socket: inout NetlinkSocket) throws(NetfilterError) -> Diagnosis {
        let missing = try missing(&socket)
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
