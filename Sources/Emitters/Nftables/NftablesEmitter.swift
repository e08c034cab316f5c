public import Policy

import HostRuleset

/// Writes a host policy as a file for `nft -f`.
///
/// The file replaces table `inet carbonwall` in one transaction and touches no other table; loading it twice gives the same
/// ruleset. It holds only forms that nft 0.9.8, 1.0 and 1.1 read, and that each of them can list whichever loaded them.
public enum NftablesEmitter {
    /// The file for `policy`: comments on what was selected and how to load it, then the ruleset.
    ///
    /// The same policy gives the same bytes. Texts of the policy, and `toolVersion`, come out in comments only, made harmless.
    ///
    /// - Parameters:
    ///   - policy: What the file enforces.
    ///   - toolVersion: Of the program that writes it.
    ///   - isAuditOnly: Whether what the policy drops is counted, logged and let through.
    /// - Returns: The file's text.
    public static func emit(_ policy: HostPolicy, toolVersion: String, isAuditOnly: Bool = false) -> String {
        var text = NftablesText()
        text.appendHeader(policy, toolVersion: toolVersion)
        if isAuditOnly { text.appendAuditNote() }
        let ruleset = Ruleset(policy: policy)
        text.append(isAuditOnly ? ruleset.auditOnly : ruleset)
        return text.string
    }
}
