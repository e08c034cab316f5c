package import HostRuleset
package import Netfilter

import Policy

extension KernelTable {
    /// The table that `nft -f` would make of the ruleset's file.
    package init(_ ruleset: Ruleset) throws(InvalidObject) {
        let name = TableName(.inet, Ruleset.tableName.description)
        self.init(table: Table(name, comment: Ruleset.comment.description))
        counters = ruleset.counters.map { Counter(name.object($0.name), comment: $0.comment.description) }
        sets = ruleset.sets.map { FilledSet($0, of: name) }
        for chain in ruleset.chains {
            chains.append(Chain(chain, of: name))
            for rule in chain.rules { rules.append(try Rule(rule, in: name.chain(chain.name))) }
        }
    }
}

extension TableName {
    fileprivate func object(_ name: HostRuleset.ObjectName) -> Netfilter.ObjectName {
        Netfilter.ObjectName(self, name.description)
    }

    fileprivate func chain(_ name: HostRuleset.ObjectName) -> ChainName {
        ChainName(self, name.description)
    }
}

extension KernelTable.FilledSet {
    fileprivate init(_ named: Ruleset.NamedSet, of table: TableName) {
        let name = table.object(named.name)
        let comment = named.comment?.description
        switch named.elements {
        case .ipv4(let addresses):
            set = NamedSet(name, key: .typeof(.ipSource), capacity: named.elements.capacity, comment: comment)
            elements = .ipv4(addresses)
        case .ipv6(let addresses):
            set = NamedSet(name, key: .typeof(.ip6Source), capacity: named.elements.capacity, comment: comment)
            elements = .ipv6(addresses)
        case .ports(let ports):
            set = NamedSet(name, key: .type(.inetProtocol, .inetService), isCounting: true, comment: comment)
            elements = .ports(ports.map(SetElement.init))
        case .note(let text):
            set = NamedSet(name, key: .type(.inetProtocol, .inetService), comment: comment)
            elements = .ports([SetElement(FieldValue(.tcp), 0, comment: text.description)])
        }
    }
}

extension SetElement {
    /// A single port, with its transport.
    fileprivate init(_ port: Ruleset.PortElement) {
        self.init(
            FieldValue(port.target.transport),
            .number(UInt128(port.target.ports.lower)),
            counter: CounterValue(),
            comment: port.comment?.description
        )
    }
}

extension FieldValue {
    /// The number of a transport protocol.
    fileprivate init(_ transport: Transport) {
        switch transport {
        case .tcp: self = 6
        case .udp: self = 17
        }
    }
}

extension Chain {
    fileprivate init(_ chain: Ruleset.Chain, of table: TableName) {
        self.init(table.chain(chain.name), base: chain.base.map(BaseChain.init))
    }
}

extension BaseChain {
    fileprivate init(_ base: Ruleset.BaseChain) {
        self.init(
            .filter,
            base.hook == .input ? .input : .output,
            priority: -Int32(Ruleset.BaseChain.priorityBelowFilter),
            policy: base.policy == .accept ? .accept : .drop
        )
    }
}

extension Rule {
    fileprivate init(_ rule: Ruleset.Rule, in chain: ChainName) throws(InvalidObject) {
        let statements = rule.matches.flatMap(\.statements) + rule.statements.map(\.statement)
        try self.init(in: chain, statements, comment: rule.comment?.description)
    }
}
