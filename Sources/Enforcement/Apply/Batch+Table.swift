package import Netfilter

extension Batch {
    /// The batch that makes `table` whether or not there is one of its name: what is kept for the way back and for boot.
    package static func making(_ table: KernelTable) throws(NetfilterError) -> Batch {
        var batch = try Batch()
        try batch.replace(with: table)
        return batch
    }

    /// The batch that takes the table `name` away, if there is one.
    static func removing(_ name: TableName) throws(NetfilterError) -> Batch {
        var batch = try Batch()
        try batch.add(Table(name))
        try batch.delete(name)
        return batch
    }
}
