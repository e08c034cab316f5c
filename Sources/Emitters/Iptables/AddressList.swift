import HostRuleset
import Policy

/// Blocks of addresses that share the length of their prefix: a set of ipset, or rules.
struct AddressList {
    /// Of a set of one family, so that one of the two is empty.
    private let v4: [ClosedRange<UInt32>]
    private let v6: [ClosedRange<UInt128>]
    /// What the set is called: `CARBONWALL-` and the beginning of a digest of what it holds.
    ///
    /// Sets of different contents have different names, so that new rules never decide by an old set, nor old rules by a new one.
    let name: String

    /// As many as this are rules anyway.
    static let longestInRules = 8

    /// The lists of `ruleset`, by the names of its sets.
    static func lists(of ruleset: Ruleset) -> [ObjectName: AddressList] {
        var elements: [ObjectName: Ruleset.Elements] = [:]
        for set in ruleset.sets { elements[set.name] = set.elements }
        var lists: [ObjectName: AddressList] = [:]
        for case .address(let match) in ruleset.chains.flatMap(\.rules).flatMap(\.matches) {
            switch (match, match.set.flatMap { elements[$0] }) {
            case (.ipv4Networks(_, let length, in: let name), .ipv4(let networks)):
                if lists[name] == nil { lists[name] = AddressList(v4: networks.map { $0.block(length) }) }
            case (.ipv6Networks(_, let length, in: let name), .ipv6(let networks)):
                if lists[name] == nil { lists[name] = AddressList(v6: networks.map { $0.block(length) }) }
            default: break
            }
        }
        return lists
    }

    private init(v4: [ClosedRange<UInt32>] = [], v6: [ClosedRange<UInt128>] = []) {
        self.v4 = v4
        self.v6 = v6
        name = ChainNames.prefix + SHA256.hexDigest(of: Self.lines(v4, v6).bytes).prefix(12)
    }

    /// How many blocks there are.
    var count: Int { v4.count + v6.count }

    /// Each block on a line of its own.
    var lines: IptablesText { Self.lines(v4, v6) }

    private static func lines(_ v4: [ClosedRange<UInt32>], _ v6: [ClosedRange<UInt128>]) -> IptablesText {
        var lines = IptablesText()
        for block in v4 {
            lines.append(block)
            lines.append("\n")
        }
        for block in v6 {
            lines.append(block)
            lines.append("\n")
        }
        return lines
    }

    /// ` -m set --match-set CARBONWALL-… src`.
    func setCondition(_ field: Ruleset.AddressField) -> Condition {
        Condition(" -m set --match-set ") { words in
            words.append(chain: name)
            words.append(field == .source ? " src" : " dst")
        }
    }

    /// ` -s 10.9.0.0/24` for each block.
    func conditions(_ field: Ruleset.AddressField) -> [Condition] {
        v4.map { block in Condition(field.option) { $0.append(block) } }
            + v6.map { block in Condition(field.option) { $0.append(block) } }
    }
}

extension Ruleset.AddressMatch {
    /// The set that it names.
    fileprivate var set: ObjectName? {
        switch self {
        case .ipv4Networks(_, _, in: let name), .ipv6Networks(_, _, in: let name): name
        default: nil
        }
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The block that begins here.
    fileprivate func block(_ prefixLength: Int) -> ClosedRange<Self> {
        self...(self | ~Self.prefixMask(prefixLength))
    }
}
