import CNetfilter

/// Where, when and for what the kernel calls a chain.
///
/// nft: `type filter hook input priority -5; policy drop;`.
public struct BaseChain: Hashable, Sendable {
    /// What its rules may do.
    public var kind: Kind
    /// The place on a packet's way.
    public var hook: Hook
    /// Its place among the base chains of the hook: lower comes first, and 0 is nft's `filter`.
    public var priority: Int32
    /// What becomes of a packet that no rule decides.
    ///
    /// While a ruleset is replaced a new chain's policy isn't in force for about a microsecond: end the chain with an explicit
    /// `drop` besides.
    public var policy: Policy

    /// A base chain.
    public init(_ kind: Kind, _ hook: Hook, priority: Int32, policy: Policy = .accept) {
        self.kind = kind
        self.hook = hook
        self.priority = priority
        self.policy = policy
    }

    /// What the rules of a chain may do, by the kernel's name.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// The kernel's name for it.
        public let rawValue: String

        /// The kind with the kernel's name `rawValue`.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Let packets pass or not.
        public static let filter = Kind(rawValue: "filter")
        /// Change what decides the way of a packet that this host sends.
        public static let route = Kind(rawValue: "route")
        /// Change addresses.
        public static let nat = Kind(rawValue: "nat")
    }

    /// A place on a packet's way, by the number that the families inet, ip, ip6 and bridge know it by.
    public struct Hook: RawRepresentable, Hashable, Sendable {
        /// The kernel's number (NF_INET_…).
        public let rawValue: UInt32

        /// The hook with the kernel's number `rawValue`.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        private init(_ hook: nf_inet_hooks) {
            rawValue = UInt32(hook.rawValue)
        }

        /// Whatever arrives, before its way is known.
        public static let prerouting = Hook(NF_INET_PRE_ROUTING)
        /// What arrives for this host.
        public static let input = Hook(NF_INET_LOCAL_IN)
        /// What passes through.
        public static let forward = Hook(NF_INET_FORWARD)
        /// What this host sends.
        public static let output = Hook(NF_INET_LOCAL_OUT)
        /// Whatever leaves, once its way is known.
        public static let postrouting = Hook(NF_INET_POST_ROUTING)
        /// What arrives from a device, before anything else; in family inet with a device only.
        public static let ingress = Hook(NF_INET_INGRESS)
    }

    /// What becomes of a packet that no rule decides.
    public enum Policy: Hashable, Sendable {
        /// It passes.
        case accept
        /// It doesn't.
        case drop
    }
}

extension BaseChain.Policy {
    /// The kernel's number for it.
    var number: UInt32 {
        switch self {
        case .accept: UInt32(NF_ACCEPT)
        case .drop: UInt32(NF_DROP)
        }
    }

    /// nil for what is neither.
    init?(number: UInt32) {
        switch Int32(bitPattern: number) {
        case NF_ACCEPT: self = .accept
        case NF_DROP: self = .drop
        default: return nil
        }
    }
}
