import Policy

// Writing and reading are beside each other. The whole is sealed, and ends in its length, so that it is found in a ruleset file
// when nothing else is known of that.
extension FailSafe {
    /// How it is kept behind a ruleset's batch.
    var bytes: [UInt8] {
        var content = ByteWriter()
        content.append(scope)
        content.append(guards) { $0.append($1) }
        var file = ByteWriter()
        file.append(raw: SealedBytes.seal(content, as: .failSafe))
        file.append(UInt32(file.bytes.count))
        return file.bytes
    }

    /// - Throws: Where the bytes aren't exactly what was written.
    init(_ bytes: [UInt8]) throws(StateError.Damage) {
        guard bytes.count >= Self.footerLength, Self.length(footer: bytes) == bytes.count - Self.footerLength else {
            throw .wrongLength
        }
        var reader = try SealedBytes.open(Array(bytes.dropLast(Self.footerLength)), as: .failSafe)
        scope = try reader.scope()
        var guards: [AdministratorGuard] = []
        for _ in 0..<(try reader.count(limit: Int(UInt16.max))) { guards.append(try reader.administratorGuard()) }
        self.guards = guards
        try reader.finish()
    }

    /// How many bytes the length takes at the end.
    static let footerLength = 4

    /// The length that the last bytes of a file tell, without the footer itself.
    static func length(footer bytes: [UInt8]) -> Int {
        bytes.suffix(footerLength).reduce(0) { $0 << 8 | Int($1) }
    }
}

extension ByteWriter {
    fileprivate mutating func append(_ scope: HostPolicy.Scope) {
        switch scope {
        case .host: append(UInt8(0))
        case .product(let fenced):
            append(UInt8(1))
            append(fenced) { $0.append($1) }
        }
    }

    fileprivate mutating func append(_ administratorGuard: AdministratorGuard) {
        switch administratorGuard.allowed {
        case .ports(let target): append(target)
        case .ipProtocol(let ipProtocol):
            append(ipProtocol.number)
            append(UInt16(0))
            append(UInt16(0))
        }
        append(administratorGuard.addresses ?? AddressSet())
    }

    fileprivate mutating func append(_ ports: TransportPorts) {
        append(UInt8(ports.transport == .tcp ? 6 : 17))
        append(ports.ports.lower)
        append(ports.ports.upper)
    }
}

extension ByteReader {
    fileprivate mutating func scope() throws(StateError.Damage) -> HostPolicy.Scope {
        guard try flag() else { return .host }
        var fenced: [TransportPorts] = []
        for _ in 0..<(try count(limit: Int(UInt16.max))) { fenced.append(try transportPorts()) }
        return .product(fenced: fenced)
    }

    fileprivate mutating func administratorGuard() throws(StateError.Damage) -> AdministratorGuard {
        let (number, lower, upper): (UInt8, UInt16, UInt16) = (try number(), try number(), try number())
        let allowed: AllowedTraffic
        if let ipProtocol = IPProtocol(number: number), lower == 0, upper == 0 {
            allowed = .ipProtocol(ipProtocol)
        } else {
            allowed = .ports(try transportPorts(number, lower, upper))
        }
        return AdministratorGuard(allowed, from: try addressSet())
    }

    private mutating func transportPorts() throws(StateError.Damage) -> TransportPorts {
        try transportPorts(try number(), try number(), try number())
    }

    private func transportPorts(
        _ number: UInt8,
        _ lower: UInt16,
        _ upper: UInt16
    ) throws(StateError.Damage) -> TransportPorts {
        guard let ports = PortRange(Int(lower), Int(upper)) else {
            throw .inconsistent("a range of ports in it is none")
        }
        switch number {
        case 6: return TransportPorts(.tcp, ports)
        case 17: return TransportPorts(.udp, ports)
        default: throw .inconsistent("a transport in it is neither TCP nor UDP")
        }
    }
}
