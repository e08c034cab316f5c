import CLinux
import Glibc
import Netfilter
import Policy

/// What a rule has loaded so far.
struct Registers {
    private var values: [Int: RegisterValue] = [:]

    /// What `register` starts with, `count` bytes of it.
    func value(of register: Register, count: Int) -> RegisterValue {
        value(atWord: register.word, count: count)
    }

    /// The same by the place of the register, in words of four bytes.
    func value(atWord word: Int, count: Int) -> RegisterValue {
        (values[word] ?? .unknown).prefix(count)
    }

    /// Puts a value there; whatever it overlaps isn't known any more.
    mutating func set(_ register: Register, to value: RegisterValue) {
        let word = register.word
        for other in (word - 3)..<word {
            if let length = values[other]?.length, length > 4 * (word - other) { values[other] = nil }
        }
        for other in (word + 1)..<(word + 4) where 4 * (other - word) < value.length ?? Self.longestValue {
            values[other] = nil
        }
        values[word] = value
    }

    /// Bytes that a value may have of which nothing is known.
    private static let longestValue = 16

    /// Nothing is known any more: something was loaded somewhere.
    mutating func forgetAll() {
        values = [:]
    }
}

extension Register {
    /// Its first word of four bytes (NFT_REG_1…4 are four words each, NFT_REG32_00… one).
    var word: Int {
        let first = Int(Register(word: 1).rawValue) - 1
        return Int(rawValue) >= first ? Int(rawValue) - first : (Int(rawValue) - 1) * 4
    }
}

extension RegisterValue {
    /// What a meta expression loads for a new connection of `kind`.
    init(_ key: MetaKey, of kind: Traffic.Kind) {
        switch key {
        case .nfProtocol: self = .known(UInt128((kind.isIPv6 ? Family.ip6 : .ip).rawValue), length: 1)
        case .l4Protocol: self = .known(UInt128(kind.protocolNumber), length: 1)
        case .etherType: self = .known(kind.isIPv6 ? 0x86dd : 0x0800, length: 2)
        // Not the loopback, whose number is 1.
        case .inputInterfaceIndex, .outputInterfaceIndex: self = .anyBut(.inHostOrder(1), length: 4)
        case .inputInterfaceName, .outputInterfaceName: self = .anyBut(.interfaceName("lo"), length: 16)
        // UDP may go to a group.
        case .packetType where kind.transport == .tcp: self = .known(0, length: 1)
        default: self = .unknown
        }
    }

    /// What a payload expression loads.
    init(_ payload: Payload, of kind: Traffic.Kind) {
        switch payload.header {
        case .network: self = kind.isIPv6 ? .ip6Header(payload, kind) : .ipHeader(payload, kind)
        case .transport: self = .transportHeader(payload, kind)
        default: self = .unknown
        }
    }

    private static func ipHeader(_ payload: Payload, _ kind: Traffic.Kind) -> RegisterValue {
        switch (payload.offset, payload.length) {
        case (9, 1): .known(UInt128(kind.protocolNumber), length: 1)
        case (12, 1...4): .source(kept: 8 * payload.length, loaded: 8 * payload.length)
        default: .unknown
        }
    }

    private static func ip6Header(_ payload: Payload, _ kind: Traffic.Kind) -> RegisterValue {
        switch (payload.offset, payload.length) {
        case (6, 1): .known(UInt128(kind.protocolNumber), length: 1)
        case (8, 1...16): .source(kept: 8 * payload.length, loaded: 8 * payload.length)
        default: .unknown
        }
    }

    private static func transportHeader(_ payload: Payload, _ kind: Traffic.Kind) -> RegisterValue {
        guard kind.transport != nil else { return .unknown }
        return switch (payload.offset, payload.length) {
        case (0, 2): .clientPort
        case (0, 4): .bothPorts
        case (2, 2): .port
        // The flags of a first packet: SYN.
        case (13, 1) where kind.transport == .tcp: .known(UInt128(TH_SYN), length: 1)
        default: .unknown
        }
    }

    /// What a ct expression loads; in a chain before connection tracking nothing is known yet.
    init(_ key: ConntrackKey, isTracked: Bool) {
        switch key {
        case .state where isTracked: self = .known(.inHostOrder(ConnectionState.new.rawValue), length: 4)
        case .status where isTracked: self = .known(0, length: 4)
        case .direction where isTracked: self = .known(0, length: 1)
        default: self = .unknown
        }
    }

    /// What a fib expression answers: this host is where TCP goes to, and whether there is a way back.
    init(_ query: RouteQuery, of kind: Traffic.Kind) {
        switch query {
        case .destinationType where kind.transport == .tcp: self = .known(.inHostOrder(UInt32(RTN_LOCAL)), length: 4)
        case .sourceType: self = .known(.inHostOrder(UInt32(RTN_UNICAST)), length: 4)
        case _ where query.asksForReversePath:
            self = kind.hasRouteBack ? .anyBut(0, length: 4) : .known(0, length: 4)
        default: self = .unknown
        }
    }
}

extension UInt128 {
    /// The number that the bytes of `number` are as this machine holds it, the highest first.
    static func inHostOrder(_ number: UInt32) -> UInt128 { UInt128(number.bigEndian) }

    /// The same of an interface's name, zeros behind it.
    static func interfaceName(_ name: StaticString) -> UInt128 {
        let bytes = Array("\(name)".utf8)
        return (bytes + [UInt8](repeating: 0, count: 16 - bytes.count)).reduce(0) { $0 << 8 | UInt128($1) }
    }
}
