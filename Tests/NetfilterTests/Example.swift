import Netfilter
import TestSupport

/// Names that tests share: everything is in table `inet example`.
enum Example {
    static let table = TableName(.inet, "example")

    static func chain(_ name: String) -> ChainName {
        ChainName(table, name)
    }

    static func object(_ name: String) -> ObjectName {
        ObjectName(table, name)
    }

    static func set(_ name: String, key: SetKey, isInterval: Bool = false, isCounting: Bool = false) -> NamedSet {
        NamedSet(object(name), key: key, isInterval: isInterval, isCounting: isCounting, comment: "set \(name)")
    }

    /// Of every kind one, empty.
    static let admins = set("admins", key: .typeof(.ipSource), isInterval: true)
    static let admins6 = set("admins6", key: .typeof(.ip6Source), isInterval: true)
    static let blocks = set("blocks", key: .typeof(.ipSource))
    static let blocks6 = set("blocks6", key: .typeof(.ip6Source))
    static let services = set("services", key: .type(.inetProtocol, .inetService), isCounting: true)
    static let ranges = set("ranges", key: .type(.inetProtocol, .inetService), isInterval: true)
    static let ports = NamedSet(object("ports"), key: .type(.inetService), capacity: 1000, comment: "set ports")
    static let interfaces = set("interfaces", key: .type(.interfaceName))

    /// Commits what `build` puts into a batch, in the calling thread's namespace.
    static func commit(_ build: (inout Batch) throws -> Void) throws {
        var batch = try Batch()
        try build(&batch)
        var socket = try NetlinkSocket()
        try socket.commit(batch)
    }
}
