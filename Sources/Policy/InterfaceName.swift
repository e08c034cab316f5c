/// A network interface's name, of those characters that need no quoting anywhere: letters, digits, `.`, `_`, `-`, `:` and `@`.
///
/// The kernel takes 1 to 15 bytes (IFNAMSIZ - 1). No wildcards: nft 0.9.8 crashes on them in a set.
public struct InterfaceName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// The interface `text`, or nil where no interface can be called that here.
    public init?(_ text: String) {
        guard 1...15 ~= text.utf8.count, text != ".", text != "..", text.utf8.allSatisfy(Self.allows) else {
            return nil
        }
        description = text
    }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "@"): true
        default: false
        }
    }

    /// By their bytes.
    public static func < (left: InterfaceName, right: InterfaceName) -> Bool {
        left.description < right.description
    }
}
