import CLinux
import Glibc
package import Policy
import SystemPackage

/// An interface whose packets are carried in packets that come in by another.
package struct Tunnel: Hashable, Sendable {
    /// What carries them.
    package enum Carrier: Hashable, Sendable {
        /// UDP to this port. The source port of each side is another, so nothing of it is ever an answer: it has to be let in.
        case oneWayUDP(UInt16)
        /// An IP protocol.
        case ipProtocol(UInt8)
        /// UDP or TCP of a program or of the kernel, at a port that the interface doesn't tell: WireGuard, OpenVPN, PPP.
        case untold
    }

    /// The kernel's name for its kind: `vxlan`; nil if it has none.
    package let kind: String?
    /// What carries it.
    package let carrier: Carrier
    /// The other end, if there is only one.
    package let remote: IPAddress?
    /// Whether a route leads back to it through the interface by which its packets come in, as far as that is known.
    package var hasRouteBack = true

    /// The tunnel of `kind`.
    package init(_ kind: String? = nil, _ carrier: Carrier = .untold, remote: IPAddress? = nil) {
        self.kind = kind
        self.carrier = carrier
        self.remote = remote
    }
}

extension Tunnel {
    /// Reads an interface's IFLA_LINKINFO (linux/if_link.h); nil if it isn't a tunnel.
    init?(_ link: NetlinkAttributes, isPointToPoint: Bool) {
        let information = link.nested(IFLA_LINKINFO)
        let data = information.nested(Int(IFLA_INFO_DATA))
        let kind = information.text(Int(IFLA_INFO_KIND))
        switch kind {
        case "vxlan":
            let port = data.port(IFLA_VXLAN_PORT) ?? 8472
            let group = data.address(IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6)
            self.init(kind, .oneWayUDP(port), remote: group.flatMap { $0.isMulticast ? nil : $0 })
        case "geneve":
            let port = data.port(IFLA_GENEVE_PORT) ?? 6081
            let remote = data.address(IFLA_GENEVE_REMOTE, IFLA_GENEVE_REMOTE6)
            self.init(kind, .oneWayUDP(port), remote: remote)
        case "bareudp":
            self.init(kind, .oneWayUDP(data.port(IFLA_BAREUDP_PORT) ?? 0))
        case "gre", "gretap", "erspan", "ip6gre", "ip6gretap", "ip6erspan":
            self.init(kind, .ipProtocol(47), remote: data.address(CLX_GRE_REMOTE))
        case "ipip": self.init(kind, .ipProtocol(4), remote: data.address(CLX_IPTUN_REMOTE))
        case "sit", "ip6tnl": self.init(kind, .ipProtocol(41), remote: data.address(CLX_IPTUN_REMOTE))
        case "vti", "vti6", "xfrm": self.init(kind, .ipProtocol(50))
        case "wireguard", "ovpn", "ovpn-dco", "ppp", "gtp", "l2tpeth", "tun": self.init(kind)
        default:
            guard isPointToPoint else { return nil }
            self.init(kind)
        }
    }
}

/// The tunnels among this host's interfaces, and what lies above them: bridges, VLANs.
struct TunnelList: Hashable {
    /// By the interface that packets come out of, which is the tunnel itself or one that has it below.
    private(set) var tunnels: [InterfaceName: Tunnel] = [:]
    /// The IP protocols of the tunnels that are up.
    private(set) var protocols: [SpokenProtocol] = []

    /// Those of the calling thread's network namespace.
    ///
    /// - Throws: errno, if the kernel can't tell.
    static func current() throws(Errno) -> TunnelList {
        var links: [Link] = []
        let netlink = try NetlinkConnection(NETLINK_ROUTE)
        let request = NetlinkRequest(RTM_GETLINK, flags: NLM_F_DUMP, ifinfomsg())
        try netlink.send(request) { _, message throws(Errno) in
            if let link = Link(try message.value(of: ifinfomsg.self), message) { links.append(link) }
        }
        return TunnelList(links, .current())
    }

    private init(_ links: [Link], _ addresses: HostAddresses) {
        let links = links.map { $0.askingForRoute(addresses) }
        let byIndex = Dictionary(links.map { ($0.index, $0) }) { first, _ in first }
        for link in links {
            // A VLAN of a VLAN of a bridge of a tunnel: four steps are more than anybody has.
            var below = [link]
            for _ in 0..<4 {
                below += below.flatMap { upper in
                    links.filter { $0.master == upper.index } + [upper.lower.flatMap { byIndex[$0] }].compactMap(\.self)
                }
                below = Array(Set(below)).sorted { $0.index < $1.index }
            }
            // A tap below a bridge is a virtual machine's, mostly.
            let tunnel = link.tunnel ?? below.filter { $0.tunnel?.kind != "tun" }.compactMap(\.tunnel).first
            if let tunnel { tunnels[link.name] = tunnel }
            if link.isUp, case .ipProtocol(let number)? = link.tunnel?.carrier {
                protocols.append(SpokenProtocol(number, link.name.description))
            }
        }
    }

    fileprivate struct Link: Hashable {
        let index: Int32
        let name: InterfaceName
        let lower: Int32?
        let master: Int32?
        var tunnel: Tunnel?
        let isUp: Bool
        /// The address of this host that the packets that carry a tunnel go to; nil where that is any.
        let carriedTo: IPAddress?

        init?(_ header: ifinfomsg, _ message: ArraySlice<UInt8>) {
            let attributes = NetlinkAttributes(message.dropFirst(MemoryLayout<ifinfomsg>.size))
            let text = attributes.text(IFLA_IFNAME)
            guard let name = text.flatMap({ InterfaceName($0) }) else { return nil }
            self.name = name
            index = header.ifi_index
            isUp = header.ifi_flags & UInt32(IFF_UP.rawValue) != 0
            // The number of a link in another namespace means another interface here.
            let isElsewhere = attributes[IFLA_LINK_NETNSID] != nil
            lower = isElsewhere ? nil : attributes.number(IFLA_LINK)
            master = attributes.number(IFLA_MASTER)
            carriedTo = Tunnel.ownEnd(attributes)
            tunnel = Tunnel(attributes, isPointToPoint: header.ifi_flags & UInt32(IFF_POINTOPOINT.rawValue) != 0)
        }
    }
}

extension TunnelList.Link {
    /// The same, with what the kernel's routes say of the tunnel's other end, if it is known by which interface that comes in.
    fileprivate func askingForRoute(_ addresses: HostAddresses) -> Self {
        guard let tunnel, let remote = tunnel.remote, let interface = carriedTo.flatMap(addresses.interface),
            RouteLookup.leads(to: remote, through: interface) == false
        else { return self }
        var link = self
        link.tunnel?.hasRouteBack = false
        return link
    }
}

extension Tunnel {
    /// The address of this host that the packets that carry the tunnel of `link` go to; nil where that is any.
    fileprivate static func ownEnd(_ link: NetlinkAttributes) -> IPAddress? {
        let data = link.nested(IFLA_LINKINFO).nested(Int(IFLA_INFO_DATA))
        return switch link.nested(IFLA_LINKINFO).text(Int(IFLA_INFO_KIND)) {
        case "vxlan": data.address(IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6)
        case "gre", "gretap", "erspan", "ip6gre", "ip6gretap", "ip6erspan": data.address(CLX_GRE_LOCAL)
        case "ipip", "sit", "ip6tnl": data.address(CLX_IPTUN_LOCAL)
        default: nil
        }
    }
}

extension NetlinkAttributes {
    /// The attribute `type` as a port in the network's order of bytes.
    fileprivate func port(_ type: Int) -> UInt16? {
        (number(type) as UInt16?).map { UInt16(bigEndian: $0) }
    }

    /// The first of the attributes `types` that is an address other than 0.
    fileprivate func address(_ types: Int...) -> IPAddress? {
        types.lazy.compactMap { self[$0] }.compactMap { IPAddress(networkBytes: $0) }
            .first { ![.v4(IPv4Address(bits: 0)), .v6(IPv6Address(bits: 0))].contains($0) }
    }
}

extension IPAddress {
    /// The address of 4 or 16 bytes, as in a packet.
    init?(networkBytes bytes: ArraySlice<UInt8>) {
        switch bytes.count {
        case 4: self = .v4(IPv4Address(bits: bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
        case 16:
            self = IPAddress.v6(IPv6Address(bits: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })).withoutMapping
        default: return nil
        }
    }

    fileprivate var isMulticast: Bool {
        switch self {
        case .v4(let address): address.bits >> 28 == 0xe
        case .v6(let address): address.bits >> 120 == 0xff
        }
    }
}
