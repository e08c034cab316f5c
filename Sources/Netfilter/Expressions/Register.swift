import CNetfilter

/// Where expressions leave a value for those behind them.
///
/// The kernel has 16 words of four bytes. A value starts in the first and takes as many as it needs; the next field of a
/// concatenation starts in the word after it.
public struct Register: RawRepresentable, Hashable, Sendable {
    /// The kernel's number (NFT_REG_…).
    public let rawValue: UInt32

    /// The register with the kernel's number `rawValue`.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Where a value goes that isn't part of a concatenation.
    public static let first = Register(word: 0)

    /// The one that starts at `word`, 0 to 15.
    ///
    /// Every fourth is named as the kernel names it in its answers, as one of four registers of 16 bytes.
    public init(word: Int) {
        let word = UInt32(truncatingIfNeeded: word)
        rawValue =
            word.isMultiple(of: 4) ? UInt32(NFT_REG_1.rawValue) + word / 4 : UInt32(NFT_REG32_00.rawValue) + word
    }
}
