import Policy

extension NftablesText {
    /// The comments at the top.
    mutating func appendHeader(_ policy: HostPolicy, toolVersion: String) {
        append("#!/usr/sbin/nft -f\n")
        appendHeader(
            policy,
            toolVersion: toolVersion,
            usage: """
                # Check it:    nft -c -f FILE
                # Load it:     nft -f FILE
                # Look at it:  nft list table inet carbonwall
                #
                # Loading replaces table inet carbonwall in one transaction and touches no other table. Keep a second session open.

                """
        )
    }

    /// Says that nothing is dropped.
    mutating func appendAuditNote() {
        append("# Audit only: what isn't allowed is counted, logged and let through.\n\n")
    }
}
