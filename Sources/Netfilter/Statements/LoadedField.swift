import CNetfilter

/// What a register holds, in nft's words.
struct LoadedField {
    /// As nft writes it: `tcp dport`, or `@th,16,16` for bytes without a name; in brackets where there are no words for it here.
    let name: String
    private let type: DataType
    private let field: Field?
    /// The register.
    let register: Register
    /// The bits of it that are compared; nil for all.
    var mask: [UInt8]?

    /// What `expression` loads of a packet that is known to be a `packet`; nil where it loads nothing.
    init?(_ expression: Expression, of packet: PacketKind) {
        switch expression {
        case .meta(let key, let register):
            self.init(.meta(key), "[ meta \(key.rawValue) ]", length: 4, register, packet)
        case .conntrack(let key, let register):
            self.init(.conntrack(key), "[ ct \(key.rawValue) ]", length: 4, register, packet)
        case .fib(let query, let register): self.init(.fib(query), "[ fib ]", length: 4, register, packet)
        case .payload(let payload, let register):
            self.init(.payload(payload), payload.text, length: payload.length, register, packet)
        default: return nil
        }
    }

    private init(
        _ source: Field.Source,
        _ unnamed: String,
        length: Int,
        _ register: Register,
        _ packet: PacketKind
    ) {
        field = Field.named.first { $0.isLoaded(by: source, of: packet) }
        name = field?.name ?? unnamed
        type = field?.type ?? DataType(number: 0, length: length, layout: .networkOrder)
        self.register = register
    }

    /// Whether only packets of `kind` have it, so that it needn't be said.
    func implies(_ kind: PacketKind) -> Bool {
        guard let field else { return false }
        let isNetwork = kind.network != nil && kind.network == field.network
        return isNetwork || kind.transport != nil && kind.transport == field.transport
    }

    /// What a packet is whose field has this value; nil where that tells nothing of it.
    func packetKind(_ bytes: [UInt8]) -> PacketKind? {
        guard mask == nil, bytes.count == 1 else { return nil }
        switch field {
        case .nfProtocol?: return PacketKind(network: Family(rawValue: bytes[0]))
        case .l4Protocol?: return PacketKind(transport: bytes[0])
        default: return nil
        }
    }
}

extension LoadedField {
    /// A value that it is compared with: `10.9.0.0/24` where only the beginning of an address is.
    func value(_ bytes: [UInt8]) -> String {
        let missing = type.length - bytes.count
        if missing > 0, isAddress {
            return type.text(bytes + [UInt8](repeating: 0, count: missing)) + "/\(8 * bytes.count)"
        }
        guard isAddress, let length = mask?.prefixLength else { return type.text(bytes) }
        return type.text(bytes) + "/\(length)"
    }

    /// `22-23`.
    func range(_ lower: [UInt8], _ upper: [UInt8]) -> String { "\(type.text(lower))-\(type.text(upper))" }

    /// The mask as a value, in front of a set.
    var maskText: String? { mask.map(type.text) }

    /// The mask, where the value doesn't show it as the length of a prefix.
    func unshownMask(_ bytes: [UInt8]) -> String? {
        isAddress && mask?.prefixLength != nil ? nil : maskText
    }

    /// `established,related`, where that is what the comparison asks for.
    func states(_ relation: Expression.Relation, _ bytes: [UInt8]) -> String? {
        guard type == .connectionState, relation == .notEqual, bytes.allSatisfy({ $0 == 0 }), let mask else {
            return nil
        }
        let names = ConnectionState(rawValue: type.number(mask)).names
        return names.isEmpty ? nil : names.joined(separator: ",")
    }

    private var isAddress: Bool { type == .ipv4Address || type == .ipv6Address }
}

extension Field {
    /// Those that text is made of, the more special ones first.
    fileprivate static let named = [
        inputInterface, outputInterface, inputInterfaceName, outputInterfaceName, mark, nfProtocol, etherType,
        l4Protocol,
        connectionState, connectionMark, destinationAddressType, sourceAddressType, sourceReachability,
        ipProtocol, ipSource, ipDestination, ip6HopLimit, ip6Source, ip6Destination, icmpType, icmpv6Type, tcpSource,
        tcpDestination, udpSource,
        udpDestination,
        transportSource, transportDestination,
    ]

    /// Whether `source` is it, or the beginning of it where it is an address.
    fileprivate func isLoaded(by source: Source, of packet: PacketKind) -> Bool {
        guard network == nil || network == packet.network, transport == nil || transport == packet.transport else {
            return false
        }
        guard case .payload(let own) = self.source, case .payload(var payload) = source else {
            return source == self.source
        }
        if type == .ipv4Address || type == .ipv6Address { payload.length = max(payload.length, own.length) }
        return payload == own
    }
}

extension Payload {
    /// As nft writes bytes without a name: `@nh,96,32`.
    fileprivate var text: String {
        let names: [Header: String] = [.link: "ll", .network: "nh", .transport: "th"]
        return "@\(names[header] ?? "\(header.rawValue)"),\(8 * offset),\(8 * length)"
    }
}

extension [UInt8] {
    /// How many bits are set, where those come first; nil where they don't.
    fileprivate var prefixLength: Int? {
        let length = reduce(0) { $0 + $1.nonzeroBitCount }
        let isPrefix = enumerated().allSatisfy { place, byte in
            byte == UInt8(truncatingIfNeeded: 0xff00 >> Swift.min(Swift.max(length - 8 * place, 0), 8))
        }
        return isPrefix ? length : nil
    }
}
