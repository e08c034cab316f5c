import Netfilter
import Policy

/// What is in a table's sets of addresses, by the sets' names.
struct AddressLists: Hashable {
    private(set) var lists: [List] = []

    /// The contents of one set.
    struct List: Hashable {
        let name: String
        let elements: KernelTable.Elements
    }

    init(_ table: KernelTable) {
        lists = table.sets.filter(\.holdsAddresses).map { List(name: $0.set.name.name, elements: $0.elements) }
    }

    /// What is in the set `name`; nil where that isn't known.
    subscript(name: String) -> KernelTable.Elements? {
        lists.first { $0.name == name }?.elements
    }
}

extension KernelTable {
    /// The same with no address in any set.
    var withoutAddresses: KernelTable {
        var table = self
        for index in table.sets.indices where table.sets[index].holdsAddresses {
            if case .ipv4 = table.sets[index].elements { table.sets[index].elements = .ipv4([]) }
            if case .ipv6 = table.sets[index].elements { table.sets[index].elements = .ipv6([]) }
        }
        return table
    }
}

extension KernelTable.FilledSet {
    fileprivate var holdsAddresses: Bool {
        switch elements {
        case .ipv4, .ipv6: true
        case .ports: false
        }
    }
}

// As bytes, a fifth of what netlink takes. For each set: its name, the family (4 or 6), how many addresses, and how far each is from
// the one before it, the first from 0. Numbers are of variable length.
extension AddressLists {
    /// The lists as bytes, which the same lists always give.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for list in lists {
            bytes.append(variableLength: UInt(list.name.utf8.count))
            bytes += list.name.utf8
            switch list.elements {
            case .ipv4(let addresses):
                bytes.append(4)
                bytes.append(ascending: addresses)
            case .ipv6(let addresses):
                bytes.append(6)
                bytes.append(ascending: addresses)
            case .ports: break
            }
        }
        return bytes
    }

    /// The lists that `bytes` are.
    ///
    /// - Throws: Where they are anything else.
    init(bytes: [UInt8]) throws(StateError.Damage) {
        var reader = ByteReader(bytes)
        while !reader.isAtEnd {
            let length = Int(clamping: try reader.variableLengthNumber(as: UInt64.self))
            let name = String(decoding: try reader.raw(count: length), as: UTF8.self)
            let family: UInt8 = try reader.number()
            switch family {
            case 4: lists.append(List(name: name, elements: .ipv4(try reader.ascendingNumbers())))
            case 6: lists.append(List(name: name, elements: .ipv6(try reader.ascendingNumbers())))
            default: throw .inconsistent("a list of addresses in it is of an unknown family")
            }
        }
    }
}
