public import Testing

#if os(Linux)

/// What scripts/openstack-tools.sh has put into `.build-openstack`.
public enum OpenStackTools {
    private static let python = "\(Locations.packageRoot)/.build-openstack/bin/python"

    /// Whether all of it is there.
    public static var arePresent: Bool {
        (try? ProcessRunner.run([python, "-c", "import heat, neutron"]).succeeded) == true
    }

    /// Runs `script` of scripts/python with `arguments`.
    ///
    /// - Throws: Where it couldn't be started.
    public static func run(
        _ script: String,
        _ arguments: [String] = [],
        input: String
    ) throws(SystemError) -> ProcessResult {
        let command = [python, "-W", "ignore", "\(Locations.packageRoot)/scripts/python/\(script)"]
        return try ProcessRunner.run(command + arguments, input: Array(input.utf8))
    }
}
#endif

extension Trait where Self == ConditionTrait {
    /// Skips the test, and says so, where Neutron and Heat aren't there.
    public static var needsOpenStack: Self {
        .enabled(
            "Neutron and Heat aren't in .build-openstack: `make test-openstack` installs them, 400 MB, and runs this"
        ) {
            #if os(Linux)
            OpenStackTools.arePresent
            #else
            false
            #endif
        }
    }
}
