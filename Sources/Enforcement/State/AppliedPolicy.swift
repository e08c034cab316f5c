import Policy

/// A policy that was applied, or was about to be when the machine stopped.
package struct AppliedPolicy: Hashable, Sendable {
    /// The longest title that is kept, in bytes of UTF-8.
    static let longestTitle = 512

    /// From 1, one more for each policy; never used twice.
    package let number: Int
    /// When.
    package let time: CalendarTime
    /// `HostPolicy.digest`; empty for rules that were found in the kernel and not applied.
    package let digest: String
    /// `HostPolicy.title`, for people, cut at 512 bytes.
    package let title: String
    /// Its ruleset in the file of this number.
    package let ruleset: StoredRuleset
    /// Whether it lets through what it would drop, and only counts and logs it.
    package let isAuditOnly: Bool
    /// Who applied it, and how; nil for rules that were found in the kernel, and what an earlier version applied.
    package internal(set) var origin: PolicyOrigin?
    /// What it was made from; nil in the same cases.
    package internal(set) var selection: StoredSelection?
    /// Whether the kernel had it; false for one that is about to be applied, or never was because that failed.
    package internal(set) var wasInForce = false
    /// Whether somebody, or the absence of `--confirm`, said that it shall stay.
    package internal(set) var isConfirmed = false

    /// Whether these are rules that were found in the kernel, of no policy that was applied: somebody loaded or changed them by
    /// hand.
    ///
    /// They are never confirmed, and only `--to` goes back to them.
    package var isFoundInKernel: Bool { digest.isEmpty }

    /// The policy `number`, whose ruleset is stored already.
    package init(
        number: Int,
        time: CalendarTime = .now,
        digest: String,
        title: String,
        ruleset: StoredRuleset,
        isAuditOnly: Bool = false
    ) {
        self.number = number
        self.time = time
        self.digest = digest
        self.title = title.prefix(ofBytes: Self.longestTitle)
        self.ruleset = ruleset
        self.isAuditOnly = isAuditOnly
    }
}

/// What is in a ruleset file: netlink messages, the addresses that they leave out, and the fail-safe.
package struct StoredRuleset: Hashable, Sendable {
    /// A part of the file.
    struct Part: Hashable, Sendable {
        /// In bytes.
        let length: Int
        /// SHA-256, 32 bytes.
        let digest: [UInt8]
    }

    let messages: Part
    let addresses: Part
    let failSafe: Part

    /// Bytes of the file.
    var length: Int { messages.length + addresses.length + failSafe.length }
}

extension StoredRuleset.Part {
    init(of bytes: [UInt8]) {
        self.init(length: bytes.count, digest: SHA256.digest(of: bytes))
    }

    /// That of a fail-safe, which ends in a checksum of itself: to tell it by, that is enough.
    init(ofFailSafe bytes: [UInt8]) {
        let end = Array(bytes.suffix(SealedBytes.digestLength + FailSafe.footerLength))
        self.init(length: bytes.count, digest: SHA256.digest(of: end))
    }
}
