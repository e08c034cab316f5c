import TestSupport

/// A machine of its own, as a container is one: its own processes, mounts and network, with an empty /var/lib and /run.
///
/// Nothing in it reaches this machine's state folder or rules. It ends with its script, and so does every process in it.
enum ContainedMachine {
    private static let start = """
        mount -t tmpfs tmpfs /var/lib && mount -t tmpfs tmpfs /run && mkdir /run/netns && ip link set lo up || exit 99
        """

    /// Runs `script`, whose shell is process 1, and in which `$carbonwall` is the program and `$mi` and `$si` are selections.
    static func run(_ script: String) throws -> ProcessResult {
        try ProcessRunner.run(
            [
                "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--net", "--mount-proc", "sh",
                "-c",
                start + "\n" + script,
            ],
            environment: [
                "carbonwall": Locations.carbonwall,
                "mi": "--runtime mi --from admins=10.9.0.0/24 --force",
                "si": "--runtime si --from admins=192.0.2.1 --force",
                // ip and nft are in /usr/sbin, which a user's PATH may lack.
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ]
        )
    }
}
