#if os(Linux)
import Policy

/// A table of nft that counts what reaches the host's input hook, before the rules under test.
///
/// A probe that didn't come through was dropped by those rules only if it got this far.
enum ArrivalTable {
    static let name = "arrivals"

    static let text = """
        table inet \(name) {
            counter tcp_packets {
            }
            counter udp_packets {
            }
            counter other_packets {
            }
            chain input {
                type filter hook input priority -300; policy accept;
                meta l4proto tcp counter name tcp_packets
                meta l4proto udp counter name udp_packets
                meta l4proto != { tcp, udp } counter name other_packets
            }
        }
        """

    /// The counter of packets with content like `content`.
    static func counter(of content: Packet.Content) -> String {
        switch content {
        case .ports(let transport, _, _): "\(transport.rawValue)_packets"
        default: "other_packets"
        }
    }
}
#endif
