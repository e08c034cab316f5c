import HostRuleset
import Netfilter
import Policy

extension Ruleset.Match {
    /// The same in the terms of the kernel's library.
    var statements: [Statement] {
        switch self {
        case .loopback(.input): [.match(.inputInterface, 1)]
        case .loopback(.output): [.match(.outputInterface, 1)]
        case .inputInterface(let names):
            [.match(.inputInterfaceName, Operand(names.map { .text($0.description) }))]
        case .connectionState(let states): [.connectionState(ConnectionState(states.map(\.state)))]
        case .icmp: [.match(.nfProtocol, .ipv4), .match(.l4Protocol, 1)]
        case .icmpv6: [.match(.nfProtocol, .ipv6), .match(.l4Protocol, 58)]
        case .icmpTypes(let types): [.match(.icmpType, Operand(types.map { .number(UInt128($0)) }))]
        case .icmpv6Types(let types): [.match(.icmpv6Type, Operand(types.map { .number(UInt128($0)) }))]
        case .igmp: [.match(.ipProtocol, 2)]
        case .hopLimit(let limit): [.match(.ip6HopLimit, .value(.number(UInt128(limit))))]
        case .address(let match): [match.statement]
        case .ipv4Destinations(let addresses):
            [.match(.ipDestination, Operand(addresses.map { .number(UInt128($0.bits)) }))]
        case .protocols(let numbers): [.match(.l4Protocol, Operand(numbers.map { .number(UInt128($0)) }))]
        case .unreachableSource: [.match(.sourceReachability, 0)]
        case .destinationPort(let set): [.concatenation([.l4Protocol, .transportDestination], in: set.description)]
        case .destinationPorts(let target): [target.statement]
        case .broadcastOrMulticast: [.match(.destinationAddressType, [3, 5])]
        }
    }
}

extension Ruleset.AddressMatch {
    var statement: Statement {
        switch self {
        case .anyIPv4: .match(.nfProtocol, .ipv4)
        case .anyIPv6: .match(.nfProtocol, .ipv6)
        case .ipv4(let field, let block):
            .match(field.ipv4, Operand(UInt128(block.lowerBound)...UInt128(block.upperBound), block.prefixLength))
        case .ipv6(let field, let block):
            .match(field.ipv6, Operand(block, block.prefixLength))
        case .ipv4Networks(let field, let length, let set):
            .match(field.ipv4, Operand(networksOf: length, in: set, bitWidth: UInt32.bitWidth))
        case .ipv6Networks(let field, let length, let set):
            .match(field.ipv6, Operand(networksOf: length, in: set, bitWidth: UInt128.bitWidth))
        }
    }
}

extension Ruleset.AddressField {
    fileprivate var ipv4: Field { self == .source ? .ipSource : .ipDestination }
    fileprivate var ipv6: Field { self == .source ? .ip6Source : .ip6Destination }
}

extension TransportPorts {
    fileprivate var statement: Statement {
        let (lower, upper) = (FieldValue.number(UInt128(ports.lower)), FieldValue.number(UInt128(ports.upper)))
        let field: Field = transport == .tcp ? .tcpDestination : .udpDestination
        return .match(field, ports.isSingle ? .value(lower) : .range(lower, upper))
    }
}

extension Operand {
    /// The numbers of the families, as `meta nfproto` has them.
    fileprivate static let ipv4 = Operand.value(.number(UInt128(Family.ip.rawValue)))
    fileprivate static let ipv6 = Operand.value(.number(UInt128(Family.ip6.rawValue)))

    /// One value by itself, several as an anonymous set.
    fileprivate init(_ values: [FieldValue]) {
        self = values.count == 1 ? .value(values[0]) : .anyOf(values.map { SetElement($0) })
    }

    /// The block of addresses that share as many bits, or a single address.
    fileprivate init(_ addresses: ClosedRange<UInt128>, _ prefixLength: Int?) {
        let (first, last) = (FieldValue.number(addresses.lowerBound), FieldValue.number(addresses.upperBound))
        if first == last {
            self = .value(first)
        } else if let prefixLength {
            self = .prefix(first, length: prefixLength)
        } else {
            self = .range(first, last)
        }
    }

    /// In a set of blocks of this length; in a set of addresses where it is the whole.
    fileprivate init(networksOf length: Int, in set: HostRuleset.ObjectName, bitWidth: Int) {
        self = length < bitWidth ? .blocks(in: set.description, prefixLength: length) : .set(set.description)
    }
}

extension Ruleset.ConnectionState {
    fileprivate var state: ConnectionState {
        switch self {
        case .established: .established
        case .invalid: .invalid
        }
    }
}

extension Ruleset.Statement {
    /// The same in the terms of the kernel's library.
    var statement: Statement {
        switch self {
        case .limit(let limit):
            .limit(limit.packets, per: limit.unit == .second ? .second : .minute, burst: UInt32(clamping: limit.burst))
        case .log(let prefix): .log(prefix: prefix.description, level: .info)
        case .counter(let name): .counter(named: name.description)
        case .jump(let chain): .jump(chain.description)
        case .accept: .accept
        case .drop: .drop
        case .reject(.tcpReset): .reject(.tcpReset)
        case .reject(.portUnreachable): .reject(.icmpx(.portUnreachable))
        }
    }
}
