import CLinux
import Glibc
import Policy
import SystemPackage

/// The kernel's routes, asked as the ruleset asks them (`fib saddr . iif`).
enum RouteLookup {
    /// Whether a route leads to `address` through the interface `name`; nil if the kernel doesn't tell.
    static func leads(to address: IPAddress?, through name: InterfaceName) -> Bool? {
        let index = unsafe if_nametoindex(name.description)
        guard let address, index != 0, let netlink = try? NetlinkConnection(NETLINK_ROUTE) else { return nil }
        let bytes = address.networkBytes
        var body = rtmsg()
        body.rtm_family = UInt8(bytes.count == 4 ? AF_INET : AF_INET6)
        body.rtm_dst_len = UInt8(bytes.count * 8)
        body.rtm_flags = UInt32(RTM_F_FIB_MATCH)
        var request = NetlinkRequest(Int(RTM_GETROUTE), flags: NLM_F_ACK, body)
        request.append(Int(RTA_DST.rawValue), bytes)
        request.append(Int(RTA_OIF.rawValue), index.hostBytes)
        do throws(Errno) {
            try netlink.send(request)
            return true
        } catch {
            return [.networkUnreachable, .noRouteToHost, .noSuchProcess].contains(error) ? false : nil
        }
    }
}
