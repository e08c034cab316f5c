import CLinux
import Glibc
import Policy

/// The addresses of this host's interfaces.
struct HostAddresses: Hashable {
    /// An address of an interface.
    struct Entry: Hashable {
        let address: IPAddress
        let interface: InterfaceName
    }

    private(set) var entries: [Entry]

    init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Those of the calling thread's network namespace; none where the system doesn't tell.
    static func current() -> HostAddresses {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&list) == 0 else { return HostAddresses([]) }
        defer { unsafe freeifaddrs(list) }
        var found = HostAddresses([])
        var next = unsafe list
        while let entry = unsafe next {
            if let interface = unsafe InterfaceName(String(cString: entry.pointee.ifa_name)) {
                unsafe found.append(entry.pointee, of: interface)
            }
            unsafe next = entry.pointee.ifa_next
        }
        return found
    }

    private mutating func append(_ entry: ifaddrs, of interface: InterfaceName) {
        guard let address = unsafe IPAddress(entry.ifa_addr) else { return }
        entries.append(Entry(address: address, interface: interface))
    }

    /// Whether packets from `address` never leave this host.
    func isOwn(_ address: IPAddress) -> Bool {
        address.isLoopback || entries.contains { $0.address == address }
    }

    /// The interface that has `address`; nil where none or several do, as with link-local ones.
    func interface(of address: IPAddress) -> InterfaceName? {
        let matches = entries.filter { $0.address == address }
        return matches.count == 1 ? matches[0].interface : nil
    }
}

extension IPAddress {
    /// The address in a socket address; nil where there is none, or of another family.
    fileprivate init?(_ pointer: UnsafeMutablePointer<sockaddr>?) {
        guard let pointer = unsafe pointer else { return nil }
        switch unsafe Int32(pointer.pointee.sa_family) {
        case AF_INET:
            let address = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self)
            self = .v4(IPv4Address(bits: UInt32(bigEndian: address.sin_addr.s_addr)))
        case AF_INET6:
            let address = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in6.self)
            let bits = unsafe unsafeBitCast(address.sin6_addr, to: UInt128.self)
            self = .v6(IPv6Address(bits: UInt128(bigEndian: bits)))
        default: return nil
        }
    }

    /// Whether it is in 127/8, or ::1.
    var isLoopback: Bool {
        switch self {
        case .v4(let address): address.bits >> 24 == 127
        case .v6(let address): address.bits == 1
        }
    }
}
