import CNetfilter

/// What a message asks of nf_tables.
struct MessageKind: RawRepresentable, Hashable {
    /// The kernel's number (NFT_MSG_…).
    let rawValue: UInt16

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    private init(_ type: nf_tables_msg_types) {
        rawValue = UInt16(truncatingIfNeeded: type.rawValue)
    }

    static let newTable = MessageKind(NFT_MSG_NEWTABLE)
    static let getTable = MessageKind(NFT_MSG_GETTABLE)
    static let deleteTable = MessageKind(NFT_MSG_DELTABLE)
    static let newChain = MessageKind(NFT_MSG_NEWCHAIN)
    static let getChain = MessageKind(NFT_MSG_GETCHAIN)
    static let deleteChain = MessageKind(NFT_MSG_DELCHAIN)
    static let newRule = MessageKind(NFT_MSG_NEWRULE)
    static let getRule = MessageKind(NFT_MSG_GETRULE)
    static let deleteRule = MessageKind(NFT_MSG_DELRULE)
    static let newSet = MessageKind(NFT_MSG_NEWSET)
    static let getSet = MessageKind(NFT_MSG_GETSET)
    static let deleteSet = MessageKind(NFT_MSG_DELSET)
    static let newElements = MessageKind(NFT_MSG_NEWSETELEM)
    static let getElements = MessageKind(NFT_MSG_GETSETELEM)
    static let deleteElements = MessageKind(NFT_MSG_DELSETELEM)
    static let newObject = MessageKind(NFT_MSG_NEWOBJ)
    static let getObject = MessageKind(NFT_MSG_GETOBJ)
    static let deleteObject = MessageKind(NFT_MSG_DELOBJ)
    static let newFlowTable = MessageKind(NFT_MSG_NEWFLOWTABLE)
    static let getFlowTable = MessageKind(NFT_MSG_GETFLOWTABLE)
    /// Whether it belongs into a batch.
    var isChange: Bool {
        switch self {
        case .newTable, .newChain, .newRule, .newSet, .newElements, .newObject: true
        case .deleteTable, .deleteChain, .deleteRule, .deleteSet, .deleteElements, .deleteObject: true
        default: false
        }
    }

    static let newGeneration = MessageKind(NFT_MSG_NEWGEN)
    static let getGeneration = MessageKind(NFT_MSG_GETGEN)
}
