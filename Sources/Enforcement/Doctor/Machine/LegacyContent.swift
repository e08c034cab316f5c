import CLinux
import Glibc
import SystemPackage

/// What the kernel tells of a table of iptables-legacy.
struct LegacyContent: Hashable {
    /// Rules in it, and chains besides those of the kernel, each of which counts as two.
    let ruleCount: Int
    /// Whether what no rule decides is dropped on its way to this host.
    let dropsInput: Bool

    /// The table `name`, which must be loaded; nil where the kernel doesn't tell.
    static func read(_ family: LegacyFamily, _ name: String) -> LegacyContent? {
        guard let socket = try? Descriptor({ socket(family.domain, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0) }),
            let info = try? info(of: name, family, socket),
            let entries = try? entries(of: name, byteCount: Int(info.size), family, socket)
        else { return nil }
        // Each chain of the kernel's ends in an entry for its policy, and the table in one that must never be reached.
        let ownEntries = info.valid_hooks.nonzeroBitCount + 1
        let dropsInput = info.valid_hooks & inputBit != 0 && isDrop(entries, at: Int(info.underflow.1), family)
        return LegacyContent(ruleCount: Int(info.num_entries) - ownEntries, dropsInput: dropsInput)
    }

    private static let inputBit: UInt32 = 1 << UInt32(NF_INET_LOCAL_IN.rawValue)

    private static func info(
        of name: String,
        _ family: LegacyFamily,
        _ socket: borrowing Descriptor
    ) throws(Errno) -> ipt_getinfo {
        // struct ip6t_getinfo is the same.
        var info = ipt_getinfo()
        unsafe withUnsafeMutableBytes(of: &info.name) { unsafe $0.copyBytes(from: name.utf8.prefix($0.count - 1)) }
        var length = socklen_t(MemoryLayout<ipt_getinfo>.size)
        let number = socket.number
        try SystemCall.result { unsafe getsockopt(number, family.level, family.infoOption, &info, &length) }
        return info
    }

    private static func entries(
        of name: String,
        byteCount: Int,
        _ family: LegacyFamily,
        _ socket: borrowing Descriptor
    ) throws(Errno) -> [UInt8] {
        let start = Int(CLX_IPT_ENTRIES)
        var request = [UInt8](repeating: 0, count: start + byteCount)
        request.replaceSubrange(0..<min(name.utf8.count, nameLength - 1), with: name.utf8.prefix(nameLength - 1))
        unsafe withUnsafeBytes(of: UInt32(byteCount)) {
            unsafe request.replaceSubrange(nameLength..<(nameLength + 4), with: $0)
        }
        var length = socklen_t(request.count)
        let number = socket.number
        try SystemCall.result { unsafe getsockopt(number, family.level, family.entriesOption, &request, &length) }
        return Array(request[start...])
    }

    /// XT_TABLE_MAXNAMELEN.
    private static let nameLength = 32

    /// Whether the entry at `offset` is a policy that drops: its target's verdict is that of NF_DROP.
    private static func isDrop(_ entries: [UInt8], at offset: Int, _ family: LegacyFamily) -> Bool {
        guard let target: UInt16 = entries.number(at: offset + family.targetOffset),
            let verdict: Int32 = entries.number(at: offset + Int(target) + Int(CLX_XT_VERDICT))
        else { return false }
        return verdict == -NF_DROP - 1
    }
}

extension LegacyFamily {
    fileprivate var domain: Int32 { self == .v4 ? AF_INET : AF_INET6 }

    fileprivate var level: Int32 { Int32(self == .v4 ? IPPROTO_IP : IPPROTO_IPV6) }

    fileprivate var infoOption: Int32 { Int32(self == .v4 ? CLX_IPT_SO_GET_INFO : CLX_IP6T_SO_GET_INFO) }

    fileprivate var entriesOption: Int32 { Int32(self == .v4 ? CLX_IPT_SO_GET_ENTRIES : CLX_IP6T_SO_GET_ENTRIES) }

    fileprivate var targetOffset: Int { Int(self == .v4 ? CLX_IPT_TARGET_OFFSET : CLX_IP6T_TARGET_OFFSET) }
}

extension [UInt8] {
    /// The number at `offset`, as this machine holds it; nil where it isn't all there.
    fileprivate func number<Number: FixedWidthInteger>(at offset: Int) -> Number? {
        guard offset >= 0, offset + Number.bitWidth / 8 <= count else { return nil }
        return (0..<(Number.bitWidth / 8)).reversed().reduce(0) {
            $0 << 8 | Number(truncatingIfNeeded: self[offset + $1])
        }
    }
}
