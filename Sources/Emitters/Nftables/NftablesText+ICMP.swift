extension NftablesText {
    /// A type by the name that every nft knows it by, or by its number.
    mutating func append(icmpType type: UInt8) {
        switch type {
        case 3: append("destination-unreachable")
        case 8: append("echo-request")
        case 11: append("time-exceeded")
        case 12: append("parameter-problem")
        default: append(UInt64(type))
        }
    }

    /// A type by the name that every nft knows it by, or by its number.
    mutating func append(icmpv6Type type: UInt8) {
        switch type {
        case 1: append("destination-unreachable")
        case 2: append("packet-too-big")
        case 3: append("time-exceeded")
        case 4: append("parameter-problem")
        case 128: append("echo-request")
        case 130: append("mld-listener-query")
        case 131: append("mld-listener-report")
        case 132: append("mld-listener-done")
        case 133: append("nd-router-solicit")
        case 134: append("nd-router-advert")
        case 135: append("nd-neighbor-solicit")
        case 136: append("nd-neighbor-advert")
        case 143: append("mld2-listener-report")
        default: append(UInt64(type))
        }
    }
}
