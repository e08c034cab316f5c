import Policy
import Testing

@Suite struct WayInTests {
    @Test(arguments: [
        ("vrrp", 112), ("esp", 50), ("ah", 51), ("gre", 47), ("ipip", 4), ("ospf", 89), ("pim", 103), ("sctp", 132),
        ("253", 253),
    ])
    func `protocols have names and numbers`(text: String, number: UInt8) throws {
        #expect(try IPProtocol(text).number == number)
        #expect(try IPProtocol("\(number)") == IPProtocol(text))
    }

    @Test(arguments: [
        "tcp", "6", "udp", "17", "icmp", "1", "icmpv6", "58", "0", "44", "60", "255", "256", "07", "VRRP", "vrpp", "",
        "-1", "+4",
    ])
    func `what has ports, is ICMP or no protocol is refused`(text: String) {
        #expect(throws: WayInError.self) { try IPProtocol(text) }
        #expect(throws: WayInError.self) { try WayIn(keep: "\(text)@10.0.0.1") }
    }

    @Test func `ranges, several blocks and protocols are ways in`() throws {
        let mosh = try WayIn(keep: "60000-61000/udp@10.0.0.0/8,2001:db8::1").administratorGuard
        #expect(mosh.allowed.target == TransportPorts("60000-61000/udp"))
        #expect(mosh.addresses == AddressSet([try CIDR("10.0.0.0/8"), try CIDR("2001:db8::1")]))
        #expect(mosh.kind == .keep)
        #expect(try WayIn(keep: "22/tcp").administratorGuard.addresses == nil)
        #expect(try WayIn(ssh: "22").administratorGuard == .ssh)
    }

    @Test(arguments: ["vrrp", "22", "1-0/tcp", "70000/tcp", "22/tcp@", "22/tcp@10.0.0.1,", "22/sctp", "@10.0.0.1"])
    func `what lacks a part is refused`(text: String) {
        #expect(throws: WayInError.self) { try WayIn(keep: text) }
    }

    /// Whoever forgets the transport of a port has named an IP protocol.
    @Test func `a number without a transport is said to be a protocol's`() throws {
        let error = #expect(throws: WayInError.self) { try WayIn(keep: "22") }
        #expect("\(try #require(error))".contains("IP protocol 22 may come: 22@CIDR; a port is 22/tcp or 22/udp"))
    }

    /// A policy that keeps `protocols` from 10.1.0.2 and fences its output.
    private func policy(_ protocols: String...) throws -> HostPolicy {
        HostPolicy(
            title: "",
            services: [],
            guards: try protocols.map { try WayIn(keep: "\($0)@10.1.0.2").administratorGuard },
            egress: []
        )
    }

    private func verdict(_ policy: HostPolicy, _ direction: Packet.Direction, _ peer: String, _ number: UInt8) throws
        -> Verdict
    {
        let (peer, host) = (try #require(IPAddress(peer)), try #require(IPAddress("10.1.0.1")))
        return policy.verdict(
            for: Packet(
                direction,
                from: direction == .inbound ? peer : host,
                to: direction == .inbound ? host : peer,
                .other(number)
            )
        )
    }

    @Test func `a kept protocol comes in from its addresses, and goes out to them and to its groups`() throws {
        let policy = try policy("vrrp", "esp")
        #expect(try verdict(policy, .inbound, "10.1.0.2", 112) == .accept)
        #expect(try verdict(policy, .inbound, "10.1.0.3", 112) == .drop)
        #expect(try verdict(policy, .inbound, "10.1.0.2", 47) == .drop)
        #expect(try verdict(policy, .outbound, "10.1.0.2", 112) == .accept)
        #expect(try verdict(policy, .outbound, "224.0.0.18", 112) == .accept)
        #expect(try verdict(policy, .outbound, "224.0.0.5", 112) == .drop)
        #expect(try verdict(policy, .outbound, "10.1.0.2", 50) == .accept)
        #expect(try verdict(policy, .outbound, "224.0.0.18", 50) == .drop)
        #expect(try verdict(policy, .outbound, "10.1.0.3", 50) == .drop)
    }

    @Test func `kept protocols make a digest of their own`() throws {
        #expect(Set([try policy("vrrp"), try policy("esp"), try policy()].map(\.digest)).count == 3)
    }
}
