import Netfilter

extension KernelFeature {
    /// What the kernel must have to hold `table`, in the order of `allCases`.
    package static func needed(by table: KernelTable) -> [KernelFeature] {
        var needed: Set<KernelFeature> = [.tables]
        if table.chains.contains(where: { $0.base != nil }) { needed.insert(.inetChains) }
        if !table.counters.isEmpty { needed.insert(.namedCounters) }
        for filled in table.sets { needed.insert(filled.set.isCounting ? .countingSets : .sets) }
        for rule in table.rules { needed.formUnion(rule.expressions.compactMap(\.feature)) }
        return allCases.filter(needed.contains)
    }
}

extension Expression {
    /// What a kernel can lack that knows nf_tables; nil for what belongs to its core.
    fileprivate var feature: KernelFeature? {
        switch self {
        case .conntrack: .connectionTracking
        case .fib(let query, _): query.asksForReversePath ? .sourceChecks : .routeQueries
        case .reject: .answers
        case .limit: .limits
        case .log: .logging
        case .namedCounter: .namedCounters
        case .lookup: .sets
        case .meta, .payload, .bitwise, .compare, .range, .counter, .verdict, .other: nil
        }
    }
}
