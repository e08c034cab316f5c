import CNetfilter

/// A rate: the rule goes on while it isn't reached.
///
/// nft: `limit rate 5/minute burst 10 packets`.
public struct Limit: Hashable, Sendable {
    /// How many packets, or bytes, in each `period`.
    public var rate: UInt64
    /// Seconds.
    public var period: Period
    /// How many may come at once before the rate counts; nft's default is 5 packets.
    public var burst: UInt32
    /// What is counted.
    public var unit: Unit
    /// Whether the rule goes on while the rate IS exceeded: `limit rate over …`.
    public var isOver: Bool

    /// A limit; of packets unless told.
    public init(
        _ rate: UInt64,
        per period: Period,
        burst: UInt32 = 5,
        unit: Unit = .packets,
        isOver: Bool = false
    ) {
        self.rate = rate
        self.period = period
        self.burst = burst
        self.unit = unit
        self.isOver = isOver
    }

    /// A time, in seconds.
    public struct Period: RawRepresentable, Hashable, Sendable {
        /// Seconds.
        public let rawValue: UInt64

        /// A time of `rawValue` seconds.
        public init(rawValue: UInt64) {
            self.rawValue = rawValue
        }

        /// `/second`.
        public static let second = Period(rawValue: 1)
        /// `/minute`.
        public static let minute = Period(rawValue: 60)
        /// `/hour`.
        public static let hour = Period(rawValue: 3600)
        /// `/day`.
        public static let day = Period(rawValue: 86400)
    }

    /// What a limit counts.
    public struct Unit: RawRepresentable, Hashable, Sendable {
        /// The kernel's number (NFT_LIMIT_…).
        public let rawValue: UInt32

        /// The unit with the kernel's number `rawValue`.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        private init(_ type: nft_limit_type) {
            rawValue = UInt32(type.rawValue)
        }

        /// Packets.
        public static let packets = Unit(NFT_LIMIT_PKTS)
        /// Bytes.
        public static let bytes = Unit(NFT_LIMIT_PKT_BYTES)
    }
}
