/// Something that rulesets need of nf_tables, and that kernels can be built without.
///
/// In the order in which they are looked for: without the first none of the others is there, and rules need both of the first two.
package enum KernelFeature: String, Hashable, Sendable, CaseIterable {
    /// nf_tables at all.
    case tables = "nf_tables"
    /// Base chains for IPv4 and IPv6 together.
    case inetChains = "filter chains of family inet"
    /// nft: `ct state`.
    case connectionTracking = "ct state"
    /// nft: `fib daddr type`.
    case routeQueries = "fib daddr type"
    /// nft: `fib saddr . iif oif missing`, which some kernels refuse in chains of the input hook.
    case sourceChecks = "fib saddr . iif in input chains"
    /// nft: `limit rate`.
    case limits = "limit rate"
    /// nft: `reject`.
    case answers = "reject"
    /// nft: `log`.
    case logging = "log"
    /// nft: `counter name`.
    case namedCounters = "counter name"
    /// nft: `set addresses { typeof ip saddr; }`.
    case sets = "sets of addresses"
    /// nft: `set services { type inet_proto . inet_service; counter; }`, whose elements have comments.
    case countingSets = "sets whose elements count"

    /// What has to be in the kernel's configuration, and the module that brings it.
    package var origin: String {
        switch self {
        case .tables: "CONFIG_NF_TABLES, module nf_tables"
        case .inetChains: "CONFIG_NF_TABLES_INET"
        case .connectionTracking: "CONFIG_NFT_CT, modules nft_ct and nf_conntrack"
        case .routeQueries: "CONFIG_NFT_FIB_INET, module nft_fib_inet"
        case .sourceChecks: "CONFIG_NFT_FIB_INET, module nft_fib_inet, Linux 4.10"
        case .answers: "CONFIG_NFT_REJECT_INET, module nft_reject_inet"
        case .limits: "CONFIG_NFT_LIMIT, module nft_limit"
        case .logging: "CONFIG_NFT_LOG and CONFIG_NF_LOG_SYSLOG, modules nft_log and nf_log_syslog"
        case .namedCounters: "CONFIG_NFT_COUNTER and CONFIG_NFT_OBJREF before Linux 5.17"
        case .sets: "CONFIG_NFT_SET_HASH, module nft_set_hash, before Linux 4.20"
        case .countingSets: "Linux 5.7"
        }
    }
}

extension KernelFeature: CustomStringConvertible {
    /// `ct state (CONFIG_NFT_CT, modules nft_ct and nf_conntrack)`.
    package var description: String { "\(rawValue) (\(origin))" }
}

/// A kernel that can't hold a policy's ruleset, as was found before anything was changed.
package struct MissingFeatures: EnforcementError, Hashable {
    /// What it lacks, at least one.
    package let features: [KernelFeature]

    /// `this kernel lacks what the policy needs: …`.
    package var description: String {
        "this kernel lacks what the policy needs: \(features.map(\.description).joined(separator: "; "))"
    }

    /// How to get it.
    package var advice: String? {
        "load the modules where they are missing, or boot a kernel that is built with them"
    }
}
