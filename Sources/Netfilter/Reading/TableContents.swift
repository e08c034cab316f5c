/// A table with all that it holds, as it was at one moment.
public struct TableContents: Hashable, Sendable {
    /// The ruleset that this was read from.
    public let generation: Generation
    /// The table itself.
    public let table: Table
    /// Its chains, in the order of their creation.
    public let chains: [Chain]
    /// Its rules, chain after chain, with the contents of their anonymous sets.
    public let rules: [LoadedRule]
    /// Its named sets.
    public let sets: [LoadedSet]
    /// The elements of the named sets that were asked for.
    public let elements: [ObjectName: [SetElement]]
    /// Its counters.
    public let counters: [Counter]
}

extension NetlinkSocket {
    /// A table and all that it holds.
    ///
    /// It is read again when the ruleset changes meanwhile, so that everything in it belongs together.
    ///
    /// - Parameters:
    ///   - name: The table.
    ///   - readsElements: Which named sets' elements are read, too: a large one takes long.
    /// - Returns: nil where there's no such table.
    /// - Throws: `interrupted` where the ruleset changes again and again.
    public mutating func contents(
        of name: TableName,
        elementsWhere readsElements: (LoadedSet) -> Bool = { _ in true }
    ) throws(NetfilterError) -> TableContents? {
        var watch: RulesetWatch?
        return try consistently(name, watching: &watch) { socket, generation throws(NetfilterError) in
            try socket.contents(of: name, at: generation, elementsWhere: readsElements)
        }.1
    }

    /// The same as part of what is read `consistently`, at `generation`.
    public mutating func contents(
        of name: TableName,
        at generation: Generation,
        elementsWhere readsElements: (LoadedSet) -> Bool = { _ in true }
    ) throws(NetfilterError) -> TableContents? {
        guard let table = try table(name) else { return nil }
        return try contents(of: table, generation, readsElements)
    }

    private mutating func contents(
        of table: Table,
        _ generation: Generation,
        _ readsElements: (LoadedSet) -> Bool
    ) throws(NetfilterError) -> TableContents {
        var elements: [ObjectName: [SetElement]] = [:]
        var anonymousSets: [String: AnonymousSet] = [:]
        let sets = try sets(of: table.name)
        for loaded in sets where loaded.isAnonymous || readsElements(loaded) {
            let found = try self.elements(of: loaded.set)
            if loaded.isAnonymous {
                anonymousSets[loaded.set.name.name] = AnonymousSet(key: loaded.set.key.withoutTypeof, elements: found)
            } else {
                elements[loaded.set.name] = found
            }
        }
        return TableContents(
            generation: generation,
            table: table,
            chains: try chains(of: table.name),
            rules: try rules(of: table.name).map { $0.resolving(anonymousSets) },
            sets: sets.filter { !$0.isAnonymous },
            elements: elements,
            counters: try counters(of: table.name)
        )
    }
}

extension LoadedRule {
    /// The rule with the contents of anonymous sets for the names that the kernel gave them.
    fileprivate func resolving(_ sets: [String: AnonymousSet]) -> LoadedRule {
        var rule = rule
        rule.expressions = rule.expressions.map { expression in
            guard case .lookup(.named(let name), let isInverted, let register) = expression, let set = sets[name] else {
                return expression
            }
            return .lookup(.anonymous(set), isInverted: isInverted, of: register)
        }
        return LoadedRule(handle: handle, rule: rule)
    }
}
