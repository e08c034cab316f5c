import Policy
import Testing

@Suite struct PortRangeTests {
    @Test(arguments: [(1, 1), (65535, 65535), (4000, 4009), (1, 65535)])
    func `ports are 1 to 65535`(lower: Int, upper: Int) throws {
        let range = try #require(PortRange(lower, upper))
        #expect((Int(range.lower), Int(range.upper)) == (lower, upper))
        #expect(range.count == upper - lower + 1)
        #expect(range.isSingle == (lower == upper))
    }

    @Test(arguments: [(0, 1), (-1, 1), (1, 65536), (10, 9), (Int.min, Int.max), (65536, 65536), (0, 0)])
    func `other numbers, and ranges the wrong way round, are no ports`(lower: Int, upper: Int) {
        #expect(PortRange(lower, upper) == nil)
    }

    @Test(arguments: [
        (9443, 9443, 1, "9444"), (4000, 4009, 10, "4010-4019"), (2, 3, -1, "1-2"), (65534, 65534, 1, "65535"),
    ])
    func `an offset moves both ends`(lower: Int, upper: Int, offset: Int, moved: String) {
        #expect(PortRange(lower, upper)?.shifted(by: offset)?.description == moved)
    }

    @Test(arguments: [1, 56093, Int.max, -65535, Int.min])
    func `no offset moves a port out of 1 to 65535`(offset: Int) {
        #expect(PortRange(65535)?.shifted(by: max(offset, 1)) == nil)
        #expect(PortRange(1)?.shifted(by: min(offset, -1)) == nil)
    }

    @Test func `a range contains its ends and nothing beyond`() throws {
        let range = try #require(PortRange(4000, 4009))
        #expect([3999, 4000, 4005, 4009, 4010].filter(range.contains) == [4000, 4005, 4009])
    }

    @Test(arguments: [(1, 3999, false), (1, 4000, true), (4009, 5000, true), (4010, 5000, false), (4004, 4005, true)])
    func `ranges overlap where they share a port`(lower: Int, upper: Int, overlaps: Bool) throws {
        let range = try #require(PortRange(4000, 4009))
        let other = try #require(PortRange(lower, upper))
        #expect(range.overlaps(other) == overlaps)
        #expect(other.overlaps(range) == overlaps)
    }

    @Test func `the same ports of another transport don't overlap`() throws {
        let ports = try #require(PortRange(9443))
        #expect(!TransportPorts(.tcp, ports).overlaps(TransportPorts(.udp, ports)))
        #expect(TransportPorts(.tcp, ports).description == "9443/tcp")
        #expect(TransportPorts(.tcp, ports) < TransportPorts(.udp, ports))
    }
}
