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
    func examine(_ own: KernelTable?) -> Diagnosis {
        let accepted = own.map { OwnPorts(EvaluatedTable($0)).accepted } ?? []
        let others = bases(of: .filter).map { table, chain in
            Diagnosis(
                facts: ["\(chain.place) decides, too, about what comes in"],
                findings: DroppedPorts(chain, of: table, accepted).findings
            )
        }
        let translations = bases(of: .nat).map { table, chain in
            Diagnosis(findings: TranslatedPorts(chain, of: table, accepted).findings)
        }
        return (others + translations).reduce(Diagnosis(), +)
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
