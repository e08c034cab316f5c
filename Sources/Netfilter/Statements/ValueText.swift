import CNetfilter
import Glibc

extension DataType {
    /// A value of this type as nft reads it.
    func text(_ bytes: [UInt8]) -> String {
        if self == .interfaceName, bytes.count < length { return "\"\(String(decoding: bytes, as: UTF8.self))*\"" }
        guard bytes.count == length else { return "0x" + hexadecimal(bytes) }
        switch self {
        case .ipv4Address: return bytes.map(String.init).joined(separator: ".")
        case .ipv6Address: return ip6Text(bytes)
        case .interfaceName: return "\"\(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))\""
        case .mark: return "0x" + String(number(bytes), radix: 16)
        case .inetProtocol: return Self.protocols[number(bytes)] ?? "\(number(bytes))"
        case .boolean: return number(bytes) == 0 ? "missing" : "exists"
        case .nfProtocol: return number(bytes) == UInt32(NFPROTO_IPV4) ? "ipv4" : "ipv6"
        default: return length <= 4 && self.number != 0 ? "\(number(bytes))" : "0x" + hexadecimal(bytes)
        }
    }

    /// Up to four bytes as the number that they are.
    func number(_ bytes: [UInt8]) -> UInt32 {
        let ordered = layout == .hostOrder ? bytes.fromNetworkToHostOrder : bytes
        return ordered.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Those that nft knows without /etc/protocols.
    private static let protocols: [UInt32: String] = [1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"]

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func ip6Text(_ bytes: [UInt8]) -> String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return hexadecimal(bytes) }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension ConnectionState {
    /// As nft writes them, in its order.
    var names: [String] {
        let all: [(ConnectionState, String)] = [
            (.invalid, "invalid"), (.established, "established"), (.related, "related"), (.new, "new"),
            (.untracked, "untracked"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}

extension SetReference {
    /// `@services`, or `{ 22, 80-90 }`.
    var text: String {
        switch self {
        case .named(let name): return "@\(name)"
        case .anonymous(let set):
            return "{ \(set.elements.map { $0.text(set.key) }.joined(separator: ", ")) }"
        }
    }
}

extension SetElement {
    /// Its key as nft reads it, and the last one of a range.
    fileprivate func text(_ type: SetKey) -> String {
        let keys = [key] + (upper.map { [$0] } ?? [])
        return keys.map { values in
            zip(values, type.fields).map { value, field in
                (try? value.encoded(as: field)).map(field.text) ?? value.description
            }.joined(separator: " . ")
        }.joined(separator: "-")
    }
}
