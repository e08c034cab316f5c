import Netfilter
import Policy

extension LockoutGuard {
    /// The same of rules of which the policy isn't known any more: a rollback's.
    ///
    /// A finding is a warning where the rules ask for more than an address and a port, as for an interface.
    static func check(_ table: RuleAnswers, _ access: SSHAccess) -> [Finding] {
        findings(table, access).map { finding in
            guard !access.findings.contains(finding), finding.hint != nil else { return finding }
            var finding = finding
            finding.hint = "apply a policy that lets it in instead"
            return finding
        }
    }
}

/// What would become of packets: under a policy, or under rules of which the policy isn't known any more.
protocol PacketAnswers {
    /// An error if `packet` is dropped, a warning if that depends on what isn't known of it; nil if it passes.
    func severity(ofDropping packet: Packet) -> Finding.Severity?
    /// Whether there is an address from which the first packet with `content` would pass.
    func isReachable(_ content: () -> Packet.Content) -> Bool
    /// Whether what no rule names is dropped when it comes in.
    var dropsOthers: Bool { get }
    /// Whether what no rule names is dropped when it goes out.
    var fencesOutput: Bool { get }
    /// Whether a UDP port is kept open besides the services; false where that isn't known.
    var keepsUDP: Bool { get }
    /// Whether a way in besides the services can be reached at all; nil where that isn't known.
    var hasWayIn: Bool? { get }
}

extension HostPolicy: PacketAnswers {
    func severity(ofDropping packet: Packet) -> Finding.Severity? { verdict(for: packet) == .drop ? .error : nil }

    var dropsOthers: Bool { scope == .host }

    var fencesOutput: Bool { egress != nil }

    var keepsUDP: Bool { guards.contains { $0.allowed.transport == .udp } }

    var hasWayIn: Bool? {
        guards.compactMap(\.allowed.target).contains { isReachable($0.transport, $0.ports.lower) }
    }
}

/// What a table's rules say to packets.
struct RuleAnswers: PacketAnswers {
    private let table: EvaluatedTable

    init(_ table: KernelTable) {
        self.table = EvaluatedTable(table)
    }

    func severity(ofDropping packet: Packet) -> Finding.Severity? {
        guard packet.interface != "lo", let traffic = Traffic(packet) else { return nil }
        let answers = fates(of: [traffic], at: packet.direction == .inbound ? .input : .output)
        guard answers.contains(where: { $0.contains(true) }) else { return nil }
        return answers.contains { !$0.contains(false) } ? .error : .warning
    }

    /// Whether `packet` is dropped, whatever isn't known of it.
    func drops(_ packet: Packet) -> Bool { severity(ofDropping: packet) == .error }

    func isReachable(_ content: () -> Packet.Content) -> Bool {
        fates(of: Traffic.fromAnywhere(content()), at: .input).allSatisfy { $0.contains(false) }
    }

    /// The discard service (RFC 863), which no catalog opens, stands for all that no rule names.
    var dropsOthers: Bool { !isReachable { .ports(.udp, source: 65535, destination: 9) } }

    var fencesOutput: Bool { table.baseChains.contains { $0.base?.hook == .output && $0.base?.policy == .drop } }

    var keepsUDP: Bool { false }

    var hasWayIn: Bool? { nil }

    /// For each base chain at `hook` whether what becomes of `traffic` is a drop: both where it depends.
    private func fates(of traffic: [Traffic], at hook: BaseChain.Hook) -> [Set<Bool>] {
        table.baseChains.filter { $0.base?.hook == hook }.map { chain in
            Set(ChainEvaluation(chain, of: table, traffic).outcomes.map { $0.fate == .dropped })
        }
    }
}
