import CNetfilter

// What would be cut short, or outgrow a message, if it went to libnftnl.
extension Batch {
    /// The longest name of a table, chain, set or counter, in bytes.
    private static let longestName = Int(NFT_NAME_MAXLEN) - 1

    func check(_ table: TableName, _ names: String..., comment: String? = nil) throws(NetfilterError) {
        try check(table.name)
        for name in names { try check(name) }
        if let comment { try check(comment, limit: UserData.longestComment) }
    }

    func check(_ name: String) throws(NetfilterError) {
        try check(name, limit: Self.longestName)
    }

    func check(_ text: String, limit: Int) throws(NetfilterError) {
        guard !text.isEmpty, text.utf8.count <= limit, !text.utf8.contains(0) else {
            throw .invalid(.text(text, limit: limit))
        }
    }

    /// What goes into registers has at most 64 bytes, and both of a pair as many.
    func check(_ bytes: [UInt8], _ other: [UInt8]? = nil, in chain: ChainName) throws(NetfilterError) {
        guard 1...64 ~= bytes.count, other.map({ $0.count == bytes.count }) ?? true else {
            throw .invalid(.registerValue(in: chain))
        }
    }
}
