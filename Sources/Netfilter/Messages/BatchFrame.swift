import CNetfilter

/// The messages that enclose a batch.
enum BatchFrame {
    /// The sequence number of the first message, which tells its errors from those of the batch's own messages.
    static let sequence: UInt32 = 0

    /// The start: with the generation that the batch was planned on, the kernel refuses it on any other.
    static func begin(plannedOn generation: Generation?) -> [UInt8] {
        var attributes = AttributeBuilder()
        if let generation { attributes.put(NFNL_BATCH_GENID, generation.rawValue) }
        return message(NFNL_MSG_BATCH_BEGIN, attributes.bytes)
    }

    /// The end: without it the kernel takes the batch back.
    static let end = message(NFNL_MSG_BATCH_END, [])

    private static func message(_ type: Int32, _ attributes: [UInt8]) -> [UInt8] {
        Request.message(
            type: UInt16(truncatingIfNeeded: type),
            family: .any,
            flags: NLM_F_REQUEST,
            sequence: sequence,
            resource: UInt16(truncatingIfNeeded: NFNL_SUBSYS_NFTABLES),
            attributes
        )
    }
}
