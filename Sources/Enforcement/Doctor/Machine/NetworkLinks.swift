import CLinux
import Glibc

import SystemPackage

/// The network interfaces of this network namespace, as the kernel tells them (rtnetlink(7)).
package struct NetworkLinks: Hashable, Sendable {
    /// An interface.
    package struct Link: Hashable, Sendable {
        let index: Int32
        /// Its name, the one that rules match.
        package var name = ""
        /// Its other names (`ip link property add altname`), which no rule matches.
        package var otherNames: [String] = []
        /// What it is, such as `bridge`; empty if the kernel doesn't say.
        var kind = ""
        /// The interface that takes its packets, by its index; nil for none.
        var master: Int32?
        /// What that is.
        var masterKind = ""
    }

    /// In the kernel's order.
    package let links: [Link]

    /// The names of the bridges.
    package var bridges: [String] { links.filter { $0.kind == "bridge" }.map(\.name) }

    /// The interface through which the packets of `link` come in: the bridge, bond, team or VRF that it belongs to; nil for itself.
    package func master(of link: Link) -> Link? {
        guard ["bridge", "bond", "team", "vrf"].contains(link.masterKind) else { return nil }
        return links.first { $0.index == link.master }
    }

    /// Those of the calling thread's network namespace.
    ///
    /// - Throws: That the kernel can't tell.
    package static func current() throws -> NetworkLinks {
        let netlink = try Descriptor { socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | O_CLOEXEC, NETLINK_ROUTE) }
        let number = netlink.number
        try SystemCall.result { clx_request_links(number) }
        var links: [Link] = []
        while true {
            var datagram = [UInt8](repeating: 0, count: 1 << 16)
            let length = try SystemCall.result { unsafe recv(number, &datagram, datagram.count, Int32(MSG_TRUNC)) }
            guard length <= datagram.count else { throw Errno.messageTooLong }
            if try append(Array(datagram[..<length]), to: &links) { return NetworkLinks(links: links) }
        }
    }

    /// - Returns: Whether the datagram was the last.
    private static func append(_ datagram: [UInt8], to links: inout [Link]) throws(Errno) -> Bool {
        var rest = datagram[...]
        while rest.count >= 16 {
            let length = Int(rest.number(at: 0, of: UInt32.self))
            guard 16...rest.count ~= length else { throw .badMessage }
            let body = rest.prefix(length).dropFirst(16)
            switch Int32(rest.number(at: 4, of: UInt16.self)) {
            case NLMSG_DONE: return true
            case NLMSG_ERROR:
                guard body.count >= 4 else { throw .badMessage }
                throw Errno(rawValue: -body.number(at: 0, of: Int32.self))
            case Int32(RTM_NEWLINK) where body.count >= 16: links.append(Link(body))
            default: break
            }
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return false
    }
}

extension NetworkLinks.Link {
    /// Reads `struct ifinfomsg` and the attributes behind it (linux/if_link.h).
    fileprivate init(_ message: ArraySlice<UInt8>) {
        index = message.number(at: 4, of: Int32.self)
        for (kind, value) in message.dropFirst(16).attributes {
            switch kind {
            case UInt16(IFLA_IFNAME): name = value.text
            case UInt16(IFLA_MASTER) where value.count >= 4: master = value.number(at: 0, of: Int32.self)
            case UInt16(IFLA_PROP_LIST):
                otherNames = value.attributes.filter { $0.kind == UInt16(IFLA_ALT_IFNAME) }.map(\.value.text)
            case UInt16(IFLA_LINKINFO):
                for (part, value) in value.attributes {
                    if part == UInt16(IFLA_INFO_KIND) { self.kind = value.text }
                    if part == UInt16(IFLA_INFO_SLAVE_KIND) { masterKind = value.text }
                }
            default: break
            }
        }
    }
}

extension ArraySlice<UInt8> {
    /// The number that begins `offset` bytes in, which has to be there.
    fileprivate func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, of type: Number.Type) -> Number
    {
        unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }

    /// The text up to the first zero byte.
    fileprivate var text: String { String(decoding: prefix { $0 != 0 }, as: UTF8.self) }

    /// The attributes (struct nlattr) of which it consists.
    fileprivate var attributes: [(kind: UInt16, value: ArraySlice<UInt8>)] {
        var found: [(kind: UInt16, value: ArraySlice<UInt8>)] = []
        var rest = self
        while rest.count >= 4 {
            let length = Int(rest.number(at: 0, of: UInt16.self))
            guard 4...rest.count ~= length else { break }
            found.append((rest.number(at: 2, of: UInt16.self) & 0x3FFF, rest.prefix(length).dropFirst(4)))
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return found
    }
}
