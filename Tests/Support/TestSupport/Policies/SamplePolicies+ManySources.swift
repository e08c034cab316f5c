#if os(Linux)
package import Policy

extension SamplePolicies {
    /// Administrators at every other address from 10.77.0.1 and 2001:db8:77::1, 500 of each family, and a few networks besides.
    package static let manySources = HostPolicy(
        title: "apim with many administrators",
        services: apim.services,
        sources: [
            Source(
                .admins,
                AddressSet(
                    v4: IntervalSet(many(from: 0x0A4D_0001) + [0x0A09_0000...0x0A09_00FF]),
                    v6: IntervalSet(many(from: UInt128(0x2001_0db8_0077) << 80 | 1))
                )
            )
        ]
    )

    /// SSH from the address with this number behind 10.77.0.0 or 2001:db8:77::; `manySources` lets the odd ones below 1000 in.
    package static func packet(fromNumber number: Int, _ family: AddressFamily) -> Packet {
        let ssh = Packet.Content.ports(.tcp, source: 40000, destination: 22)
        switch family {
        case .v4:
            let host = IPAddress.v4(IPv4Address(bits: 0x0A00_010B))
            return Packet(from: .v4(IPv4Address(bits: 0x0A4D_0000 + UInt32(number))), to: host, ssh)
        case .v6:
            let host = IPAddress.v6(IPv6Address(bits: UInt128(0xfd00_0001) << 96 | 11))
            let source = IPv6Address(bits: UInt128(0x2001_0db8_0077) << 80 + UInt128(number))
            return Packet(from: .v6(source), to: host, ssh)
        }
    }

    private static func many<Bound: FixedWidthInteger>(from first: Bound) -> [ClosedRange<Bound>] {
        (0..<500).map { first + 2 * Bound($0)...first + 2 * Bound($0) }
    }
}
#endif
