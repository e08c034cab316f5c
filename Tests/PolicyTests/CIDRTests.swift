import Policy
import Testing

@Suite struct CIDRTests {
    @Test(
        arguments: [
            ("10.9.0.0/24", "10.9.0.0/24"), ("10.9.0.1/32", "10.9.0.1"), ("10.9.0.1", "10.9.0.1"),
            ("0.0.0.0/0", "0.0.0.0/0"), ("128.0.0.0/1", "128.0.0.0/1"), ("255.255.255.255", "255.255.255.255"),
            ("FD00:9::/64", "fd00:9::/64"), ("::/0", "::/0"), ("::1/128", "::1"), ("fe80::/10", "fe80::/10"),
            ("::ffff:0:10.0.0.0/120", "::ffff:0:a00:0/120"), ("::/64", "::/64"), ("2001:DB8:0:0::/32", "2001:db8::/32"),
        ]
    )
    func `a block is read and written in its canonical form`(text: String, canonical: String) throws {
        let block = try CIDR(text)
        #expect(block.description == canonical)
        #expect(try CIDR(block.description) == block)
    }

    @Test func `a block's range goes from its first to its last address`() throws {
        #expect(try CIDR("10.9.0.0/24").range == .v4(0x0A09_0000...0x0A09_00FF))
        #expect(try CIDR("0.0.0.0/0").range == .v4(0...UInt32.max))
        #expect(try CIDR("10.9.0.7").range == .v4(0x0A09_0007...0x0A09_0007))
        #expect(try CIDR("::/0").range == .v6(0...UInt128.max))
        #expect(try CIDR("fd00::/8").range == .v6(UInt128(0xfd) << 120...UInt128(0xfe) << 120 - 1))
    }

    @Test(arguments: [
        ("10.9.0.1/24", "10.9.0.0/24"), ("255.255.255.255/0", "0.0.0.0/0"), ("fd00::1/64", "fd00::/64"),
        ("10.0.0.1/31", "10.0.0.0/31"),
    ])
    func `bits right of the prefix are refused with the block that may be meant`(text: String, network: String) {
        #expect(throws: CIDRError.hostBits(network: network)) { try CIDR(text) }
    }

    @Test(arguments: [
        ("::ffff:10.0.0.1", "10.0.0.1"), ("::ffff:a00:0/104", "10.0.0.0/8"), ("::ffff:0:0/96", "0.0.0.0/0"),
    ])
    func `IPv4 written as IPv6 is refused, since nobody would match it`(text: String, block: String) {
        #expect(throws: CIDRError.mappedIPv4(block)) { try CIDR(text) }
    }

    @Test(arguments: [
        "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8 ", "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0", "10.0.0.0/٨", "10.0.0.0/99999999999999999999",
    ])
    func `an IPv4 prefix length is a number from 0 to 32`(text: String) {
        #expect(throws: CIDRError.badPrefixLength(maximum: 32)) { try CIDR(text) }
    }

    @Test(arguments: ["::/129", "::/", "::/x", "fd00::/1e1"])
    func `an IPv6 prefix length is a number from 0 to 128`(text: String) {
        #expect(throws: CIDRError.badPrefixLength(maximum: 128)) { try CIDR(text) }
    }

    private static let noAddresses = [
        "", "/", "/24", "localhost", "10.0.0", "10.0.0.0.0", "10.0.0.256", "010.0.0.0", "10.0.0.0x", " 10.0.0.0",
        "10.0.0.0\n", "10.0.0.0;drop", "$(id)", "\u{0}", "10.0.0.0\u{0}", "\u{202e}10.0.0.0", "１0.0.0.0", "10..0.0",
        "fe80::1%eth0", ":", ":::", "1::2::3", "12345::", "g::", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "::1:", ":1::", "0x0a000000", "+1::", "::-1",
    ]

    @Test(arguments: noAddresses.indices)
    func `what isn't an address is refused`(index: Int) {
        #expect(throws: CIDRError.notAnAddress) { try CIDR(Self.noAddresses[index]) }
    }

    @Test(arguments: ["1", ":", "::1", "0/"])
    func `a megabyte of anything is refused`(part: String) {
        #expect(throws: CIDRError.notAnAddress) { try CIDR(String(repeating: part, count: 1_000_000)) }
    }

    @Test func `every error says what to write instead`() {
        #expect(CIDRError.notAnAddress.description == "not an IPv4 or IPv6 address or CIDR")
        #expect(CIDRError.badPrefixLength(maximum: 32).description == "the prefix length must be a number from 0 to 32")
        #expect(
            CIDRError.hostBits(network: "10.9.0.0/24").description
                == "bits are set right of the prefix; did you mean 10.9.0.0/24?"
        )
        #expect(
            CIDRError.mappedIPv4("10.0.0.1").description
                == "an IPv4 address written as IPv6, which no packet carries; write 10.0.0.1"
        )
    }
}
