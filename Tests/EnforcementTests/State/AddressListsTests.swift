import HostRuleset
import Netfilter
import Policy
import TestSupport
import Testing

@testable import Enforcement

@Suite struct AddressListsTests {
    private static func table(_ elements: KernelTable.Elements...) -> KernelTable {
        let name = TableName(.inet, "carbonwall")
        var table = KernelTable(table: Table(name))
        for (index, elements) in elements.enumerated() {
            let set = NamedSet(ObjectName(name, "set_\(index)"), key: .typeof(.ipSource))
            table.sets.append(KernelTable.FilledSet(set: set, elements: elements))
        }
        return table
    }

    @Test(
        arguments: [
            [],
            [.ipv4([])],
            [.ipv4([0]), .ipv6([0])],
            [.ipv4([.max]), .ipv6([.max])],
            [.ipv4([0, 1, 127, 255, 1 << 14, .max]), .ipv6([0, 1, 1 << 64, .max])],
            [.ipv4((0..<3000).map { $0 * 70_001 })],
        ] as [[KernelTable.Elements]]
    )
    func `lists are read back as they were`(elements: [KernelTable.Elements]) throws {
        var table = Self.table()
        for element in elements { table.sets += Self.table(element).sets }
        let lists = AddressLists(table)
        #expect(lists.lists.map(\.elements) == elements)
        #expect(try AddressLists(bytes: lists.bytes) == lists)
    }

    @Test func `ports aren't in the lists, and everything else stays in the table without them`() throws {
        let table = try KernelTable(Ruleset(policy: SamplePolicies.crowd(30)))
        let lists = AddressLists(table)
        #expect(lists.lists.map(\.name) == ["admins_ipv4_32", "admins_ipv6_128"])
        var restored = table.withoutAddresses
        #expect(restored != table)
        for index in restored.sets.indices {
            if let elements = lists[restored.sets[index].set.name.name] { restored.sets[index].elements = elements }
        }
        #expect(restored == table)
    }

    @Test func `every way to cut or change the bytes gives other lists or an error`() throws {
        let lists = AddressLists(Self.table(.ipv4([1, 2, 300, 1 << 31]), .ipv6([5, 1 << 100])))
        let bytes = lists.bytes
        for place in bytes.indices {
            #expect((try? AddressLists(bytes: Array(bytes[..<place]))) != lists)
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << bit
                #expect((try? AddressLists(bytes: changed)) != lists)
            }
        }
    }

    /// Bytes that are no lists: after a set's name of one byte, the family, how many, and the numbers.
    @Test(
        arguments: [
            [1, 0x61, 5, 0],
            [1, 0x61, 4, 2, 1],
            [1, 0x61, 4, 2, 1, 0],
            [1, 0x61, 4, 1, 0x80],
            [1, 0x61, 4, 1, 0xff, 0xff, 0xff, 0xff, 0x10],
            [1, 0x61, 4, 2, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
            [1, 0x61, 4, 0xff, 0xff, 0xff, 0xff, 0x0f],
            [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0x61],
        ] as [[UInt8]]
    )
    func `what is no list of ascending addresses is an error`(bytes: [UInt8]) {
        #expect(throws: StateError.Damage.self) { try AddressLists(bytes: bytes) }
    }
}
