import CLinux
import Glibc
import Netfilter
import Policy

// The matches and targets of iptables that the rulesets of ufw, Docker and Kubernetes consist of; all others are unknown.
extension XTablesExtension {
    /// What the match lets go on.
    func predicate(of kind: Traffic.Kind, isTracked: Bool) -> Predicate {
        switch (name, revision) {
        case ("comment", _): .always
        case ("conntrack", 2...3) where isTracked: connectionState
        case ("state", 0) where isTracked: settings(UInt32()).map { predicate(states: $0) } ?? .unknown
        case ("tcp", 0) where kind.transport == .tcp: tcp
        case ("udp", 0) where kind.transport == .udp: udp
        case ("tcp", 0), ("udp", 0): .never
        case ("multiport", 1): multiport
        case ("addrtype", 1) where kind.transport == .tcp: addressType
        default: .unknown
        }
    }

    /// What the target does.
    var effect: RuleEffect {
        switch name {
        case "REJECT": .verdict(.drop)
        case "DNAT", "REDIRECT", "NETMAP", "TPROXY": .translation
        case "LOG", "NFLOG", "MARK", "CONNMARK", "CT", "TRACE", "TCPMSS", "AUDIT", "SET", "DSCP", "TOS", "CLASSIFY":
            .none
        default: .anything
        }
    }

    /// `info` as the struct that the kernel's headers have for it, of which `empty` is one; nil where it is shorter.
    private func settings<Settings>(_ empty: Settings) -> Settings? {
        var settings = empty
        let isWhole = unsafe withUnsafeMutableBytes(of: &settings) { bytes in
            unsafe bytes.copyBytes(from: info.prefix(bytes.count))
            return info.count >= bytes.count
        }
        return isWhole ? settings : nil
    }
}

extension XTablesExtension {
    /// Revision 2 is the same up to the masks.
    private var connectionState: Predicate {
        guard let settings = settings(xt_conntrack_mtinfo2()), settings.match_flags == UInt16(XT_CONNTRACK_STATE)
        else { return .unknown }
        let isInverted = settings.invert_flags & UInt16(XT_CONNTRACK_STATE) != 0
        return predicate(states: UInt32(settings.state_mask)).inverted(if: isInverted)
    }

    /// The bits are those of `ct state`.
    private func predicate(states: UInt32) -> Predicate {
        states & ConnectionState.new.rawValue != 0 ? .always : .never
    }

    private var tcp: Predicate {
        guard let settings = settings(xt_tcp()), settings.option == 0 else { return .unknown }
        let isMatch = UInt8(TH_SYN) & settings.flg_mask == settings.flg_cmp
        guard isMatch != (settings.invflags & UInt8(XT_TCP_INV_FLAGS) != 0) else { return .never }
        return ports(settings.spts, settings.dpts, inversions: settings.invflags)
    }

    private var udp: Predicate {
        settings(xt_udp()).map { ports($0.spts, $0.dpts, inversions: $0.invflags) } ?? .unknown
    }

    /// From and to which ports, first and last; UDP's flags are those of TCP.
    private func ports(
        _ source: (UInt16, UInt16),
        _ destination: (UInt16, UInt16),
        inversions: UInt8
    ) -> Predicate {
        guard source == (0, .max), inversions & UInt8(XT_TCP_INV_SRCPT) == 0, destination.0 <= destination.1 else {
            return .unknown
        }
        let isInverted = inversions & UInt8(XT_TCP_INV_DSTPT) != 0
        return .ports(IntervalSet([destination.0...destination.1])).inverted(if: isInverted)
    }

    private var multiport: Predicate {
        guard let settings = settings(xt_multiport_v1()), Int(settings.flags) == Int(XT_MULTIPORT_DESTINATION.rawValue)
        else { return .unknown }
        let ports = unsafe withUnsafeBytes(of: settings.ports) { unsafe Array($0.bindMemory(to: UInt16.self)) }
        let startsRange = unsafe withUnsafeBytes(of: settings.pflags) { unsafe $0.map { $0 != 0 } }
        var ranges: [ClosedRange<UInt16>] = []
        var rest = Array(zip(ports, startsRange).prefix(Int(settings.count)))[...]
        while let (first, isStart) = rest.popFirst() {
            let last = isStart ? rest.popFirst()?.0 ?? first : first
            guard first <= last else { return .unknown }
            ranges.append(first...last)
        }
        return .ports(IntervalSet(ranges)).inverted(if: settings.invert != 0)
    }

    /// Bit masks of the kinds of addresses.
    private var addressType: Predicate {
        guard let settings = settings(xt_addrtype_info_v1()), settings.source == 0,
            settings.flags & ~UInt32(XT_ADDRTYPE_INVERT_DEST) == 0
        else { return .unknown }
        let isLocal: Predicate = settings.dest & UInt16(XT_ADDRTYPE_LOCAL) != 0 ? .always : .never
        return isLocal.inverted(if: settings.flags & UInt32(XT_ADDRTYPE_INVERT_DEST) != 0)
    }
}
