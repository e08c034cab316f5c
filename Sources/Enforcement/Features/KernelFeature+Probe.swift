import Glibc
package import Netfilter

extension KernelFeature {
    /// Which of `features` the kernel lacks, in their order.
    ///
    /// Each is tried with a batch that lacks its end, which the kernel checks like any other and then takes back: neither the
    /// ruleset nor its generation changes. The kernel loads the modules that it finds, as it would for the ruleset itself.
    ///
    /// - Throws: `notPermitted` without CAP_NET_ADMIN, `outOfMemory`.
    package static func missing(
        among features: [KernelFeature] = allCases,
        _ socket: inout NetlinkSocket
    ) throws(NetfilterError) -> [KernelFeature] {
        guard try isThere(.tables, &socket) else { return [.tables] }
        var missing: [KernelFeature] = []
        for feature in features where feature != .tables {
            if try !isThere(feature, &socket) { missing.append(feature) }
        }
        return missing
    }

    private static func isThere(
        _ feature: KernelFeature,
        _ socket: inout NetlinkSocket
    ) throws(NetfilterError) -> Bool {
        try isTaken(try feature.probe(), by: &socket)
    }

    /// Whether the kernel would take `batch`.
    static func isTaken(_ batch: borrowing Batch, by socket: inout NetlinkSocket) throws(NetfilterError) -> Bool {
        do throws(NetfilterError) {
            try socket.check(batch)
            return true
        } catch .refused, .system(.request, .noTransactions) {
            return false
        }
    }

    /// A table with nothing but what it takes to use the feature.
    func probe() throws(NetfilterError) -> Batch {
        let table = TableName(.inet, "carbonwall-probe-\(getpid())")
        let chain = ChainName(table, "probe")
        var batch = try Batch()
        try batch.add(Table(table))
        guard self != .tables else { return batch }
        let needsHook = [.inetChains, .sourceChecks, .answers].contains(self)
        let base = needsHook ? BaseChain(.filter, .input, priority: 0) : nil
        try batch.add(Chain(chain, base: base))
        for counter in counters(of: table) { try batch.add(counter) }
        if let (set, element) = set(of: table) {
            try batch.add(set)
            try batch.add([element], to: set)
        }
        try batch.add(Rule(in: chain, expressions: expressions))
        return batch
    }

    /// Rules belong into chains, so what has no expression of its own is tried with an empty rule.
    private var expressions: [Expression] {
        switch self {
        case .tables, .inetChains: []
        case .connectionTracking: [.conntrack(.state)]
        case .routeQueries: [.fib(.destinationType)]
        case .sourceChecks: [.fib(.sourceReachability)]
        case .answers: [.reject(.icmpx(.portUnreachable))]
        case .limits: [.limit(Limit(5, per: .minute))]
        case .logging: [.log(Log(prefix: Self.name))]
        case .namedCounters: [.namedCounter(Self.name)]
        case .sets: [.payload(Payload(.network, offset: 12, length: 4)), .lookup(.named(Self.name))]
        case .countingSets:
            [
                .meta(.l4Protocol),
                .payload(Payload(.transport, offset: 2, length: 2), into: Register(word: 1)),
                .lookup(.named(Self.name)),
            ]
        }
    }

    private static let name = "probe"

    private func counters(of table: TableName) -> [Counter] {
        self == .namedCounters ? [Counter(ObjectName(table, Self.name))] : []
    }

    private func set(of table: TableName) -> (NamedSet, SetElement)? {
        let name = ObjectName(table, Self.name)
        switch self {
        case .sets: return (NamedSet(name, key: .typeof(.ipSource)), 1)
        case .countingSets:
            let set = NamedSet(name, key: .type(.inetProtocol, .inetService), isCounting: true)
            return (set, SetElement(6, 1, counter: CounterValue(), comment: Self.name))
        default: return nil
        }
    }
}

extension ErrorNumber {
    /// What nfnetlink says where nobody takes transactions: EOPNOTSUPP.
    fileprivate static let noTransactions = ErrorNumber(rawValue: EOPNOTSUPP)
    /// What it says to a question that nobody answers: EINVAL.
    fileprivate static let noSubsystem = ErrorNumber(rawValue: EINVAL)
    /// What opening a socket says where there is no nfnetlink: EPROTONOSUPPORT.
    fileprivate static let noProtocol = ErrorNumber(rawValue: EPROTONOSUPPORT)
}

extension MissingFeatures {
    /// Why the kernel refused `table`, by what it lacks; nil where it has all that the table needs, so that the reason is another.
    ///
    /// For after a refusal: a refused transaction has changed nothing, and asking before each one would take longer than the
    /// transaction.
    ///
    /// - Parameters:
    ///   - error: What the kernel said.
    ///   - table: What it said it of.
    ///   - socket: Asks the kernel.
    package init?(explaining error: any Error, of table: KernelTable, _ socket: inout NetlinkSocket) {
        switch error {
        case NetfilterError.refused, NetfilterError.system:
            let missing = try? KernelFeature.missing(among: KernelFeature.needed(by: table), &socket)
            guard let missing, !missing.isEmpty else { return nil }
            self.init(features: missing)
        default: return nil
        }
    }

    /// Why nf_tables can't even be asked for its generation: it isn't there; nil where the reason is another.
    package init?(explainingFirstAnswer error: NetfilterError) {
        switch error {
        case .system(.socket, .noProtocol), .system(.request, .noSubsystem), .system(.request, .noTransactions):
            self.init(features: [.tables])
        default: return nil
        }
    }
}
