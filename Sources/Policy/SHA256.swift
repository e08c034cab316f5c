/// SHA-256 (FIPS 180-4), to tell one policy from another and a whole file from a damaged one.
///
/// Written here because swift-crypto would build all of BoringSSL for this one function. It hashes policies, never secrets,
/// and nothing depends on its timing. Rulesets of half a million addresses go through it, so the blocks are read where they
/// are, without bounds checks: four times as fast.
package struct SHA256 {
    /// The eight words a to h of section 6.2.
    private typealias Words = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    private var state: Words = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )

    private init() {}

    /// The digest of `message`: 32 bytes.
    package static func digest(of message: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        let wholeBlocks = message.count / 64 * 64
        hash.compress(message[..<wholeBlocks])
        hash.compress(padded(message[wholeBlocks...], messageLength: message.count)[...])
        return hash.bytes
    }

    /// The digest of `message`: 64 lower-case hexadecimal digits.
    package static func hexDigest(of message: [UInt8]) -> String {
        digest(of: message).reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    private var bytes: [UInt8] {
        [state.0, state.1, state.2, state.3, state.4, state.5, state.6, state.7].flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    /// The last, incomplete block with a one bit, zeros and the message's length in bits behind it (section 5.1.1).
    private static func padded(_ rest: ArraySlice<UInt8>, messageLength: Int) -> [UInt8] {
        var block = Array(rest)
        block.append(0x80)
        block.append(contentsOf: repeatElement(0, count: (120 - block.count) % 64))
        let bitLength = UInt64(messageLength) * 8
        block.append(
            contentsOf: stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bitLength >> $0) }
        )
        return block
    }

    /// Takes in `blocks`, a multiple of 64 bytes (section 6.2.2).
    private mutating func compress(_ blocks: ArraySlice<UInt8>) {
        unsafe blocks.withUnsafeBytes { blocks in
            unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
                unsafe Self.constants.withUnsafeBufferPointer { constants in
                    for start in stride(from: 0, to: blocks.count, by: 64) {
                        unsafe Self.fill(schedule, from: UnsafeRawBufferPointer(rebasing: blocks[start..<(start + 64)]))
                        unsafe rounds(schedule, constants)
                    }
                }
            }
        }
    }

    private static func fill(_ schedule: UnsafeMutableBufferPointer<UInt32>, from block: UnsafeRawBufferPointer) {
        for word in 0..<16 {
            unsafe schedule[word] = UInt32(
                bigEndian: block.loadUnaligned(fromByteOffset: 4 &* word, as: UInt32.self)
            )
        }
        for word in 16..<64 {
            let (early, late) = unsafe (schedule[word &- 15], schedule[word &- 2])
            let sigma0 = early.rotatedRight(7) ^ early.rotatedRight(18) ^ early &>> 3
            let sigma1 = late.rotatedRight(17) ^ late.rotatedRight(19) ^ late &>> 10
            unsafe schedule[word] = schedule[word &- 16] &+ sigma0 &+ schedule[word &- 7] &+ sigma1
        }
    }

    private mutating func rounds(
        _ schedule: UnsafeMutableBufferPointer<UInt32>,
        _ constants: UnsafeBufferPointer<UInt32>
    ) {
        var (a, b, c, d, e, f, g, h) = state
        for round in 0..<64 {
            let sum1 = e.rotatedRight(6) ^ e.rotatedRight(11) ^ e.rotatedRight(25)
            let choice = e & f ^ ~e & g
            let first = unsafe h &+ sum1 &+ choice &+ constants[round] &+ schedule[round]
            let sum0 = a.rotatedRight(2) ^ a.rotatedRight(13) ^ a.rotatedRight(22)
            let majority = a & b ^ a & c ^ b & c
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ sum0 &+ majority)
        }
        state = (
            state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d,
            state.4 &+ e, state.5 &+ f, state.6 &+ g, state.7 &+ h
        )
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

extension UInt32 {
    fileprivate func rotatedRight(_ count: UInt32) -> UInt32 {
        self &>> count | self &<< (32 &- count)
    }
}
