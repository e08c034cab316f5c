/// What iptables calls apart: its rules for IPv4 and ip6tables' for IPv6.
enum AddressFamily: Hashable {
    case v4
    case v6
}
