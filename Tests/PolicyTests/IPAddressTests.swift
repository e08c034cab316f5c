import Policy
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct IPAddressTests {
    @Test(
        arguments: [
            // RFC 5952 section 4.1: leading zeros.
            ("2001:0db8::0001", "2001:db8::1"),
            // Section 4.2.1: shortened as much as possible.
            ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"), ("2001:db8::0:1", "2001:db8::1"),
            // Section 4.2.2: one zero group stays.
            ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            // Section 4.2.3: the longest run, the first of equal ones.
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            // Section 4.3: lower case.
            ("2001:DB8::AbCd", "2001:db8::abcd"),
            // Section 5: IPv4-mapped.
            ("::ffff:c000:0201", "::ffff:192.0.2.1"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
            ("0:0:0:0:0:0:0:0", "::"), ("0:0:0:0:0:0:0:1", "::1"), ("1:0:0:0:0:0:0:0", "1::"), ("1::8", "1::8"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ]
    )
    func `IPv6 addresses are written as RFC 5952 says`(text: String, canonical: String) throws {
        let address = try #require(IPv6Address(text))
        #expect(address.description == canonical)
        #expect(IPv6Address(canonical) == address)
    }

    @Test func `random IPv6 addresses, with many zero groups, survive writing and reading`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let address = randomIPv6(&generator)
            #expect(IPv6Address(address.description) == address)
        }
    }

    @Test func `random IPv4 addresses survive writing and reading`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let address = IPv4Address(bits: UInt32.random(in: 0...UInt32.max, using: &generator))
            #expect(IPv4Address(address.description) == address)
        }
    }

    @Test(arguments: [
        (UInt32(0), "0.0.0.0"), (0x0102_0304, "1.2.3.4"), (0x0A64_0001, "10.100.0.1"), (UInt32.max, "255.255.255.255"),
    ])
    func `IPv4 addresses are dotted quads`(bits: UInt32, text: String) {
        #expect(IPv4Address(bits: bits).description == text)
        #expect(IPAddress(text) == .v4(IPv4Address(bits: bits)))
    }

    #if canImport(Glibc)
    @Test func `the C library reads and writes random addresses the same way`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<20_000 {
            let address = randomIPv6(&generator)
            // The C library also writes the deprecated ::a.b.c.d form, which RFC 5952 doesn't ask for.
            guard address.bits >> 32 != 0 else { continue }
            #expect(libraryText(address) == address.description)
        }
    }

    private func libraryText(_ address: IPv6Address) -> String {
        var bytes = (0..<16).map { UInt8(truncatingIfNeeded: address.bits >> UInt128(120 - 8 * $0)) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        unsafe inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    #endif

    private func randomIPv6(_ generator: inout SeededGenerator) -> IPv6Address {
        var bits: UInt128 = 0
        for _ in 0..<8 {
            let group = Bool.random(using: &generator) ? 0 : UInt16.random(in: 0...0xffff, using: &generator)
            bits = bits << 16 | UInt128(group >> UInt16.random(in: 0...15, using: &generator))
        }
        return IPv6Address(bits: bits)
    }
}
