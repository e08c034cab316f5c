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

    /// Skips the test, and says so, where this user isn't root, not even one of a user namespace that has other users.
    public static var needsRoot: Self {
        .enabled("root's rights over files and mounts aren't there") {
            #if os(Linux)
            let command = "f=$(mktemp) && chown 12345 $f && rm $f"
            return (try? ProcessRunner.run(["sh", "-c", command]).succeeded) == true
            #else
            false
            #endif
        }
    }

    /// Skips the test, and says so, where a process may not ask for being spared when memory runs out.
    public static var needsMemoryPriority: Self {
        .enabled("CAP_SYS_RESOURCE isn't there") {
            #if os(Linux)
            let command = "echo -1000 >/proc/self/oom_score_adj"
            return (try? ProcessRunner.run(["sh", "-c", command]).succeeded) == true
            #else
            false
            #endif
        }
    }

    /// Skips the test, and says so, where a namespace can't be made a router.
    public static var needsForwarding: Self {
        .enabled("/proc/sys/net is read-only here, so that no namespace can be made a router") {
            #if os(Linux)
            let enable: @Sendable () throws -> Void = { try SystemControl.set("net/ipv4/ip_forward", to: "1") }
            return (try? await NetworkNamespace.isolated(enable)) != nil
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

    /// Skips the test, and says so, where the program `tool` from PyPI isn't there.
    public static func needs(pythonTool tool: String) -> Self {
        .enabled("\(tool) isn't in .build-python: scripts/python-tools.sh installs it") {
            #if os(Linux)
            ProcessRunner.finds(PythonTools.path(of: tool))
            #else
            false
            #endif
        }
    }

    /// Skips the test, and says so, where Python can't import `module` from PyPI.
    public static func needs(pythonModule module: String) -> Self {
        .enabled("\(module) isn't in .build-python: scripts/python-tools.sh installs it") {
            #if os(Linux)
            let command = [PythonTools.path(of: "python"), "-c", "import \(module)"]
            return (try? ProcessRunner.run(command).succeeded) == true
            #else
            false
            #endif
        }
    }

    /// Skips the test, and says so, where Terraform or its provider for AWS isn't there; neither is in Debian or PyPI.
    public static var needsTerraformProvider: Self {
        .enabled("terraform init has no hashicorp/aws: Terraform, or a mirror of its providers, is missing") {
            #if os(Linux)
            (try? TerraformProvider.isPresent()) == true
            #else
            false
            #endif
        }
    }

    /// Skips the test, and says so, where the schema of Terraform's `provider` isn't there.
    public static func needs(terraformSchema provider: String) -> Self {
        .enabled("the schema of \(provider) isn't in .build-python: scripts/python-tools.sh fetches it") {
            #if os(Linux)
            (try? PythonTools.terraformSchema(provider)) != nil
            #else
            false
            #endif
        }
    }

    /// Skips the test, and says so, where not all versions of nft are there.
    public static var needsAllNFTVersions: Self {
        .enabled("run scripts/nft-versions.sh, which puts the nft of Debian 11, 12 and 13 beside each other") {
            #if os(Linux)
            NFTVersion.allCases.allSatisfy(\.isPresent)
            #else
            false
            #endif
        }
    }
}
