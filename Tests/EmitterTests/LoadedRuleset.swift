import TestSupport

/// What a kernel has after a file was loaded.
enum LoadedRuleset {
    /// The listing after loading `texts` one after the other into a network namespace of their own.
    ///
    /// Every text is checked by `nft -c` first.
    static func listing(_ texts: String...) async throws -> String {
        try await NetworkNamespace.isolated {
            for text in texts {
                try ProcessRunner.output(of: ["nft", "-c", "-f", "-"], input: Array(text.utf8))
                try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
            }
            return try ProcessRunner.output(of: ["nft", "list", "ruleset"])
        }
    }
}
