import HostRuleset
import Policy

/// A host's rules as text while it grows, as UTF-8: strings would cost an allocation for each of perhaps a million numbers.
///
/// Only text from this module's source and values that can't hold anything harmful go in; nothing takes a `String`.
protocol RulesetText {
    /// What has been written.
    var bytes: [UInt8] { get set }
}

extension RulesetText {
    /// What has been written.
    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: PlainText) {
        bytes.append(contentsOf: text.description.utf8)
    }

    mutating func append(_ interface: InterfaceName) {
        bytes.append(contentsOf: interface.description.utf8)
    }

    mutating func append(_ number: UInt64) {
        bytes.append(decimal: number)
    }

    /// A port, or the first and the last of a range.
    mutating func append(_ ports: PortRange, separator: StaticString = "-") {
        append(UInt64(ports.lower))
        guard !ports.isSingle else { return }
        append(separator)
        append(UInt64(ports.upper))
    }

    mutating func append(_ address: IPv4Address) {
        address.appendText(to: &bytes)
    }

    mutating func append(_ address: IPv6Address) {
        address.appendText(to: &bytes)
    }

    mutating func append(_ interval: ClosedRange<UInt32>) {
        append(interval, prefixLength: interval.prefixLength) { IPv4Address(bits: $0).appendText(to: &$1) }
    }

    mutating func append(_ interval: ClosedRange<UInt128>) {
        append(interval, prefixLength: interval.prefixLength) { IPv6Address(bits: $0).appendText(to: &$1) }
    }

    /// An address, a CIDR where the interval is one, else first and last address.
    private mutating func append<Bound>(
        _ interval: ClosedRange<Bound>,
        prefixLength: Int?,
        appendAddress: (Bound, inout [UInt8]) -> Void
    ) {
        appendAddress(interval.lowerBound, &bytes)
        guard interval.lowerBound < interval.upperBound else { return }
        if let prefixLength {
            append("/")
            append(UInt64(prefixLength))
        } else {
            append("-")
            appendAddress(interval.upperBound, &bytes)
        }
    }

    /// `a, b`, with `separator` between them.
    mutating func appendItems<Items: Sequence>(
        _ items: Items,
        separator: StaticString = ", ",
        appendItem: (inout Self, Items.Element) -> Void
    ) {
        var isFirst = true
        for item in items {
            if !isFirst { append(separator) }
            isFirst = false
            appendItem(&self, item)
        }
    }
}
