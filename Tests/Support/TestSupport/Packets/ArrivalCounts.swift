#if os(Linux)
internal import Policy

/// How many packets have reached the host's input hook.
///
/// A table that runs before the rules under test counts them. A probe that didn't come through was dropped by those rules
/// only if it got this far.
struct ArrivalCounts {
    private let counters: [String: Int]

    static let list = ["nft", "list", "counters", "table", "inet", "arrivals"]

    static let table = """
        table inet arrivals {
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

    /// The counts in what nft lists: `counter tcp_packets { packets 12 bytes 480 }`.
    init(listing: String) {
        let words = listing.split { $0.isWhitespace }
        var counters: [String: Int] = [:]
        for index in words.indices.dropLast(4) where words[index] == "counter" && words[index + 3] == "packets" {
            counters[String(words[index + 1])] = Int(words[index + 4])
        }
        self.counters = counters
    }

    /// The packets with content like `content`.
    func count(of content: Packet.Content) -> Int {
        switch content {
        case .ports(let transport, _, _): counters["\(transport.rawValue)_packets"] ?? 0
        default: counters["other_packets"] ?? 0
        }
    }
}
#endif
