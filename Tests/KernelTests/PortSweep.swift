import Policy
import TestSupport

/// What came of probing all ports of a host from some peers.
struct PortSweep: Sendable, CustomStringConvertible {
    /// A port whose verdict and fate differ.
    struct Discrepancy: Hashable, Sendable, CustomStringConvertible {
        var prototype: Packet
        var transport: Transport
        var port: UInt16

        var description: String {
            "\(port)/\(transport.rawValue) \(prototype.source) to \(prototype.destination), \(prototype.interface)"
        }
    }

    var probes = 0
    var passed = 0
    /// What the policy drops and the kernel let through.
    var wronglyAccepted: [Discrepancy] = []
    /// What the policy accepts and the kernel dropped.
    var wronglyDropped: [Discrepancy] = []
    var duration: Duration = .zero

    /// Probes every TCP and UDP port of `host` with packets like each of `prototypes`, and compares with `policy`.
    mutating func run(_ prototypes: [Packet], at host: FirewalledHost, against policy: HostPolicy) throws {
        let start = ContinuousClock.now
        for prototype in prototypes {
            for transport in Transport.allCases {
                let open = try host.openPorts(transport, like: prototype)
                let expected = policy.acceptedPorts(transport, like: prototype)
                let discrepancy = { Discrepancy(prototype: prototype, transport: transport, port: $0) }
                probes += 65535
                passed += open.count
                wronglyAccepted += open.subtracting(expected).map(discrepancy)
                wronglyDropped += expected.subtracting(open).map(discrepancy)
                // Product scope lets more connections in than the kernel tracks.
                if open.count > 10000 { try host.forgetConnections() }
            }
        }
        duration += ContinuousClock.now - start
    }

    /// `1048560 probes, 320 passed, 0 wrongly accepted, 0 wrongly dropped, 1.9 seconds`.
    var description: String {
        "\(probes) probes, \(passed) passed, \(wronglyAccepted.count) wrongly accepted, "
            + "\(wronglyDropped.count) wrongly dropped, \((duration / .seconds(1) * 10).rounded() / 10) seconds"
    }
}

extension Packet {
    /// From `peer` to the host, by `interface`; the content is up to whoever sends it.
    static func inbound(_ peer: Peer, _ family: AddressFamily, interface: String = "eth0") -> Packet {
        // The host has routes through eth0 alone.
        Packet(
            from: peer.address(family),
            to: FirewalledHost.address(family),
            .igmp,
            interface: interface,
            isSourceReachable: interface == "eth0"
        )
    }

    /// From the host to `peer`.
    static func outbound(_ peer: Peer, _ family: AddressFamily) -> Packet {
        Packet(.outbound, from: FirewalledHost.address(family), to: peer.address(family), .igmp)
    }
}
