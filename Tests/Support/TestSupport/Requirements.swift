public import Testing

extension Trait where Self == ConditionTrait {
    /// Skips the test, and says so, where the kernel doesn't let this user make network namespaces.
    public static var needsNetworkNamespaces: Self {
        .enabled(
            "network namespaces aren't permitted here: run as root, or under `unshare --user --map-root-user --net`"
        ) {
            #if os(Linux)
            (try? await NetworkNamespace.isolated {}) != nil
            #else
            false
            #endif
        }
    }

    /// Skips the test, and says so, where the program `name` isn't installed.
    public static func needs(program name: String) -> Self {
        .enabled("\(name) isn't installed: `make test` installs it") {
            #if os(Linux)
            ProcessRunner.finds(name)
            #else
            false
            #endif
        }
    }
}
