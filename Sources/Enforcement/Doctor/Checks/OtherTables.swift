import Netfilter
import Policy

/// Chains of other tables that see what our table accepts: an accept is final in its own table only.
struct OtherTables {
    let tables: [EvaluatedTable]

    /// Reads every table but ours.
    init(from socket: inout NetlinkSocket) throws(NetfilterError) {
        let chains = try socket.chains()
        var tables: [EvaluatedTable] = []
        for table in try socket.tables() where table.name != Enforcer.table && !table.isDormant {
            let bases = chains.filter { $0.name.table == table.name && $0.isOnWayIn(of: table.name.family) }
            if !bases.isEmpty { tables.append(try EvaluatedTable(table.name, bases, from: &socket)) }
        }
        self.tables = tables
    }

    /// What they do with the connections that `own` accepts, and with those that never get to it.
    ///
    /// - Parameters:
    ///   - own: Our table; nil for none.
    ///   - focus: The only ports to look after; nil for all.
    /// - Returns: Chain after chain.
    func examine(_ own: KernelTable?, at focus: TransportPorts? = nil) -> Diagnosis {
        let all = (own.map { OwnPorts(EvaluatedTable($0)).accepted } ?? []).compactMap(\.withoutDHCPv6Answers)
        let accepted = focus.map { focus in all.compactMap { $0.narrowed(to: focus) } } ?? all
        let others = bases(of: .filter).map { table, chain in
            Diagnosis(
                facts: ["\(chain.place) decides, too, about what comes in"],
                findings: DroppedPorts(chain, of: table, accepted).findings
            )
        }
        let translations = bases(of: .nat).map { table, chain in
            Diagnosis(findings: TranslatedPorts(chain, of: table, accepted, at: focus).findings)
        }
        let untracked = focus == nil && own != nil ? tables.compactMap(\.untrackedFinding) : []
        return (others + translations).reduce(Diagnosis(), +) + Diagnosis(findings: untracked)
    }

    private func bases(of kind: BaseChain.Kind) -> [(EvaluatedTable, Chain)] {
        tables.flatMap { table in
            table.baseChains.filter { $0.base?.kind == kind }.map { (table, $0) }
        }
    }
}

extension Chain {
    /// Whether packets to this host come through it before any program gets them, whatever device they come in by.
    fileprivate func isOnWayIn(of family: Family) -> Bool {
        guard let base, [.inet, .ip, .ip6].contains(family) else { return false }
        switch base.kind {
        case .filter: return [.prerouting, .input].contains(base.hook)
        case .nat: return base.hook == .prerouting
        default: return false
        }
    }

    /// `table inet firewalld, chain filter_INPUT, priority 10`.
    var place: String {
        "table \(name.table), chain \(name.name)" + (base.map { ", priority \($0.priority)" } ?? "")
    }
}

extension Traffic {
    /// What is left without the answers of DHCPv6 servers, which are no port that anybody opened; nil for nothing.
    fileprivate var withoutDHCPv6Answers: Traffic? {
        guard kind.isIPv6, kind.transport == .udp else { return self }
        var rest = self
        rest.ports = ports.subtracting(IntervalSet([546...546]))
        return rest.isEmpty ? nil : rest
    }

    /// The part of it that goes to `target`; nil for none.
    fileprivate func narrowed(to target: TransportPorts) -> Traffic? {
        guard kind.transport == target.transport else { return nil }
        var part = self
        part.ports = ports.intersection(IntervalSet([target.ports.lower...target.ports.upper]))
        return part.isEmpty ? nil : part
    }
}

extension EvaluatedTable {
    /// That it takes packets out of connection tracking; nil if it doesn't.
    fileprivate var untrackedFinding: Finding? {
        let chain = rules.keys.sorted().first { name in (rules[name] ?? []).contains(where: \.stopsTracking) }
        guard let chain else { return nil }
        return DoctorFinding.untracked.finding(
            .warning,
            "table \(name), chain \(chain) takes packets out of connection tracking (notrack): answers to this host's own "
                + "connections are dropped here if they are among them",
            hint: "leave out what the host itself asks for, or its answers need ports of their own"
        )
    }
}

extension Rule {
    /// Whether it has nft's `notrack`, or iptables' targets NOTRACK and CT --notrack.
    fileprivate var stopsTracking: Bool {
        expressions.contains { expression in
            if case .other(name: "notrack", attributes: _) = expression { return true }
            guard let target = expression.xtablesExtension, target.kind == .target else { return false }
            return target.name == "NOTRACK" || target.name == "CT" && (target.info.first ?? 0) & 1 == 1
        }
    }
}

extension TableName {
    /// Which connections its chains see.
    var kinds: [Traffic.Kind] {
        switch family {
        case .ip: Traffic.Kind.all.filter { !$0.isIPv6 }
        case .ip6: Traffic.Kind.all.filter(\.isIPv6)
        default: Traffic.Kind.all
        }
    }
}

/// What our own table accepts by a rule; what `--scope product` lets pass isn't.
struct OwnPorts {
    let accepted: [Traffic]

    init(_ table: EvaluatedTable) {
        let chains = table.baseChains.filter { $0.base?.hook == .input }
        accepted = chains.flatMap { chain in
            let everything = Traffic.Kind.all.map(Traffic.init(everyConnection:))
            return ChainEvaluation(chain, of: table, everything).outcomes.filter {
                $0.fate == .accepted(byPolicy: false)
            }
        }.map(\.traffic)
    }
}
