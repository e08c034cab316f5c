import Netfilter
import Policy
import SystemPackage

/// Containers and virtual machines behind bridges of this host, which rules for the host's own traffic concern as well.
enum Containers {
    /// What `own`, our table, does to them without saying so.
    static func examine(_ own: KernelTable, _ machine: MachineFiles) -> [Finding] {
        let bridges = (try? NetworkLinks.current())?.bridges ?? []
        let table = EvaluatedTable(own)
        return dropped(by: table, bridges, machine) + forwarded(past: own, bridges, machine)
    }

    /// DNS and DHCP that this host serves on a bridge, and that `table` drops.
    private static func dropped(by table: EvaluatedTable, _ bridges: [String], _ machine: MachineFiles) -> [Finding] {
        guard !bridges.isEmpty else { return [] }
        let addresses = HostAddresses.current().entries.filter { bridges.contains($0.interface.description) }
        let served = [(UInt16(53), "DNS"), (67, "DHCP")].filter { port, _ in
            UDPListeners(machine).contains(port, at: addresses.map(\.address)) && table.drops(port)
        }
        guard !served.isEmpty else { return [] }
        let list = served.map { "\($0.0)/udp (\($0.1))" }.joined(separator: " and ")
        let message =
            "containers or virtual machines behind \(bridges.joined(separator: ", ")) ask this host for \(list)"
        return [
            DoctorFinding.bridgeServices.finding(
                .warning,
                "\(message), which the policy drops",
                hint:
                    "let their network in with --keep 53/udp@CIDR, or leave the host's other traffic alone: --scope product"
            )
        ]
    }

    /// That `--egress` is no fence for what this host passes on.
    private static func forwarded(past own: KernelTable, _ bridges: [String], _ machine: MachineFiles) -> [Finding] {
        let fences = own.chains.contains { $0.base?.hook == .output }
        let forwards = ["/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/forwarding"].contains {
            (machine.number(in: FilePath($0)) ?? 0) != 0
        }
        guard fences, forwards else { return [] }
        let whose =
            bridges.isEmpty
            ? "other machines" : "containers or virtual machines behind \(bridges.joined(separator: ", "))"
        return [
            DoctorFinding.forwarded.finding(
                .note,
                "--egress fences what this host's own programs send; what it forwards for \(whose) isn't fenced"
            )
        ]
    }
}

extension EvaluatedTable {
    /// Whether it drops new connections over UDP to `port`, from wherever they come.
    fileprivate func drops(_ port: UInt16) -> Bool {
        let kind = Traffic.Kind(isIPv6: false, transport: .udp)
        var traffic = Traffic(everyConnection: kind)
        traffic.ports = IntervalSet([port...port])
        let outcomes = baseChains.filter { $0.base?.hook == .input }.flatMap {
            ChainEvaluation($0, of: self, [traffic]).outcomes
        }.filter { !$0.traffic.isEmpty }
        return !outcomes.isEmpty && outcomes.allSatisfy { $0.fate == .dropped }
    }
}

/// The UDP sockets that wait for packets from anybody, as /proc/net/udp lists them.
private struct UDPListeners {
    private var sockets: [(address: IPAddress?, port: UInt16)] = []

    init(_ machine: MachineFiles) {
        for file in ["/proc/thread-self/net/udp", "/proc/thread-self/net/udp6"] {
            for line in machine.lines(of: FilePath(file)).dropFirst() {
                let words = line.split(separator: " ")
                guard words.count > 3, words[3] == "07" else { continue }
                let parts = words[1].split(separator: ":")
                guard parts.count == 2, let port = UInt16(parts[1], radix: 16) else { continue }
                let isAny = parts[0].allSatisfy { $0 == "0" }
                let v4 = parts[0].count == 8 ? UInt32(parts[0], radix: 16).map { IPv4Address(bits: $0.bigEndian) } : nil
                if isAny || v4 != nil { sockets.append((isAny ? nil : v4.map(IPAddress.v4), port)) }
            }
        }
    }

    /// Whether one waits at `port`, on every address or on one of `addresses`.
    func contains(_ port: UInt16, at addresses: [IPAddress]) -> Bool {
        sockets.contains { $0.port == port && ($0.address.map(addresses.contains) ?? true) }
    }
}
