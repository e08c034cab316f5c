#if os(Linux)
import Glibc

/// One of the versions of nft that `scripts/nft-versions.sh` puts beside each other.
public enum NFTVersion: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Debian 11's.
    case v0_9_8 = "0.9.8"
    /// Debian 12's.
    case v1_0_6 = "1.0.6"
    /// Debian 13's.
    case v1_1_3 = "1.1.3"

    /// The folder that holds them: `.build-nft` in the package, or where `CARBONWALL_NFT_VERSIONS` says.
    public static var folder: String {
        unsafe getenv("CARBONWALL_NFT_VERSIONS").map { unsafe String(cString: $0) }
            ?? "\(Locations.packageRoot)/.build-nft"
    }

    /// Runs it with `arguments`, in the calling thread's network namespace.
    public func run(_ arguments: [String], input: String = "") throws(SystemError) -> ProcessResult {
        try ProcessRunner.run(["\(Self.folder)/\(rawValue)/nft"] + arguments, input: Array(input.utf8))
    }

    /// Whether it is there and starts.
    public var isPresent: Bool {
        (try? run(["--version"]))?.output.hasPrefix("nftables v\(rawValue) ") == true
    }

    /// `0.9.8`.
    public var description: String { rawValue }
}
#endif
