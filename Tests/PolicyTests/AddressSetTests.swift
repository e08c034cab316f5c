import Policy
import Testing

@Suite struct AddressSetTests {
    private func set(_ blocks: String...) throws -> AddressSet {
        AddressSet(try blocks.map { try CIDR($0) })
    }

    private func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(text))
    }

    @Test func `blocks of both families are joined, each in its own`() throws {
        let joined = try set("10.0.1.0/24", "fd00::/65", "10.0.0.0/24", "fd00:0:0:0:8000::/65")
        #expect(joined == (try set("10.0.0.0/23", "fd00::/64")))
        #expect(joined.v4.intervals.count == 1)
        #expect(joined.v6.intervals.count == 1)
    }

    @Test(
        arguments: [
            ("10.0.0.0", true), ("10.255.255.255", true), ("9.255.255.255", false), ("11.0.0.0", false),
            ("172.15.255.255", false), ("172.16.0.0", true), ("172.31.255.255", true), ("172.32.0.0", false),
            ("192.167.255.255", false), ("192.168.0.0", true), ("192.169.0.0", false), ("8.8.8.8", false),
            ("fbff::", false), ("fc00::", true), ("fdff:ffff::1", true), ("fe00::", false),
            ("fe7f:ffff::", false), ("fe80::1", true), ("febf::1", true), ("fec0::", false), ("2001:db8::1", false),
            ("::ffff:10.0.0.1", false),
        ]
    )
    func `private ranges are those of RFC 1918, RFC 4193 and RFC 4291`(text: String, isPrivate: Bool) throws {
        #expect(AddressSet.privateRanges.contains(try address(text)) == isPrivate)
    }

    @Test func `set algebra works on each family by itself`() throws {
        let one = try set("10.0.0.0/8", "fd00::/16")
        let two = try set("10.1.0.0/16", "2001:db8::/32")
        #expect(one.intersection(two) == (try set("10.1.0.0/16")))
        #expect(one.union(two) == (try set("10.0.0.0/8", "fd00::/16", "2001:db8::/32")))
        #expect(
            one.subtracting(two)
                == (try set(
                    "10.0.0.0/16",
                    "10.2.0.0/15",
                    "10.4.0.0/14",
                    "10.8.0.0/13",
                    "10.16.0.0/12",
                    "10.32.0.0/11",
                    "10.64.0.0/10",
                    "10.128.0.0/9",
                    "fd00::/16"
                ))
        )
        #expect(AddressSet(unionOf: [one, two, one]) == one.union(two))
        #expect(!one.isSuperset(of: two))
        #expect(one.isSuperset(of: try set("10.1.0.0/16", "fd00::1")))
    }

    @Test func `one whole family is anywhere, half of each is not`() throws {
        #expect(try set("0.0.0.0/0").includesWholeFamily)
        #expect(try set("10.0.0.0/8", "::/0").includesWholeFamily)
        #expect(try set("0.0.0.0/1", "128.0.0.0/1").includesWholeFamily)
        #expect(try !set("0.0.0.0/1", "::/1").includesWholeFamily)
        #expect(AddressSet.everything.includesWholeFamily)
    }

    @Test func `only clients come from anywhere where nobody says`() {
        for audience in Audience.allCases {
            #expect(audience.defaultAddresses == (audience == .clients ? .everything : .privateRanges))
        }
    }
}
