import Emitters
import Enforcement
import HostRuleset
import Netfilter
import Policy
import TestSupport

/// Table `inet carbonwall` in the calling thread's network namespace.
enum Kernel {
    /// What nft lists of it.
    static func listing() throws -> String {
        try ProcessRunner.output(of: ["nft", "list", "table", "inet", "carbonwall"])
    }

    /// Loads the file of `policy` with nft.
    static func load(_ policy: HostPolicy) throws {
        let text = NftablesEmitter.emit(policy, toolVersion: "test")
        try ProcessRunner.output(of: ["nft", "-f", "-"], input: Array(text.utf8))
    }

    /// The changes from what is loaded to `policy`.
    static func batch(to policy: HostPolicy) throws -> Batch {
        var socket = try NetlinkSocket()
        let wanted = try KernelTable(Ruleset(policy: policy))
        return try Batch.bringing(LiveTable(wanted.table.name, from: &socket), to: wanted)
    }

    /// Makes the changes of `batch`.
    static func commit(_ batch: borrowing Batch) throws {
        var socket = try NetlinkSocket()
        try socket.commit(batch)
    }

    /// Makes the changes from what is loaded to `policy`, and tells their kinds.
    @discardableResult
    static func bring(to policy: HostPolicy) throws -> Set<ChangeKind> {
        let batch = try batch(to: policy)
        try commit(batch)
        return batch.serialized.messageKinds
    }
}

/// What a message of a batch does, by the kernel's number (NFT_MSG_…).
enum ChangeKind: UInt8, Hashable {
    case addTable = 0
    case deleteTable = 2
    case addChain = 3
    case addRule = 6
    case deleteRules = 8
    case addSet = 9
    case addElements = 12
    case deleteElements = 14
    case addObject = 18
}

extension Set<ChangeKind> {
    /// A table where there is none.
    static let creation: Set = [.addTable, .addChain, .addRule, .addSet, .addElements, .addObject]
    /// A whole table in the place of another.
    static let replacement = creation.union([.deleteTable])
}

extension [UInt8] {
    /// The kinds of the netlink messages that these bytes are; a kind that no change has isn't among them.
    var messageKinds: Set<ChangeKind> {
        var kinds: Set<ChangeKind> = []
        var rest = self[...]
        while rest.count >= 16 {
            let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            if let kind = ChangeKind(rawValue: rest[rest.startIndex + 4]) { kinds.insert(kind) }
            rest = rest.dropFirst(Swift.max(16, (length + 3) & ~3))
        }
        return kinds
    }
}
