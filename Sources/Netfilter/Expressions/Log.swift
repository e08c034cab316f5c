import CNetfilter

/// A line in the kernel's log.
///
/// nft: `log prefix "…" level info flags all`.
public struct Log: Hashable, Sendable {
    /// What the line starts with, up to 127 bytes; empty for nothing.
    public var prefix: String
    /// How grave it is.
    public var level: Level
    /// What else is in the line.
    public var details: Details

    /// A line; a warning, as nft's is, unless told.
    public init(prefix: String = "", level: Level = .warning, details: Details = []) {
        self.prefix = prefix
        self.level = level
        self.details = details
    }

    /// How grave a line is, as in syslog.
    public struct Level: RawRepresentable, Hashable, Sendable {
        /// The kernel's number: 0 is the gravest.
        public let rawValue: UInt32

        /// The level with the kernel's number `rawValue`.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        private init(_ level: nft_log_level) {
            rawValue = UInt32(level.rawValue)
        }

        /// `level err`.
        public static let error = Level(NFT_LOGLEVEL_ERR)
        /// `level warn`, which nft leaves out.
        public static let warning = Level(NFT_LOGLEVEL_WARNING)
        /// `level notice`.
        public static let notice = Level(NFT_LOGLEVEL_NOTICE)
        /// `level info`.
        public static let info = Level(NFT_LOGLEVEL_INFO)
        /// `level debug`.
        public static let debug = Level(NFT_LOGLEVEL_DEBUG)
    }

    /// What a line tells besides addresses and ports.
    public struct Details: OptionSet, Hashable, Sendable {
        /// The kernel's bits (NF_LOG_…).
        public let rawValue: UInt32

        /// The details with these bits.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        private init(_ bit: Int32) {
            rawValue = UInt32(bitPattern: bit)
        }

        /// `flags tcp sequence`.
        public static let tcpSequence = Details(NF_LOG_TCPSEQ)
        /// `flags tcp options`.
        public static let tcpOptions = Details(NF_LOG_TCPOPT)
        /// `flags ip options`.
        public static let ipOptions = Details(NF_LOG_IPOPT)
        /// `flags skuid`.
        public static let user = Details(NF_LOG_UID)
        /// `flags ether`.
        public static let ethernet = Details(NF_LOG_MACDECODE)
        /// `flags all`.
        public static let all = Details(NF_LOG_MASK)
    }
}
