import HostRuleset
import Policy

extension RuleTranslation {
    /// The chain that drops packets whose source isn't reached through the interface that they came in by, where `ruleset` does.
    ///
    /// iptables knows that in the chain PREROUTING only, which forwarded packets go through as well.
    func sourceChecks(in ruleset: Ruleset) -> FamilyRules.Table? {
        nil
    }
}
