import Policy

/// Whole numbers as options spell them.
enum DecimalNumber {
    /// The number that `text` spells in at most nine decimal digits: no sign, space, leading zero or exponent; else nil.
    static func parse(_ text: some StringProtocol) -> Int? {
        let digits = text.utf8
        guard 1...9 ~= digits.count, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(text)
    }

    /// A port offset, 0…65534.
    ///
    /// - Throws: `UnusableValue` where `text` is none.
    static func offset(_ text: some StringProtocol) throws(UnusableValue) -> Int {
        guard let number = parse(text), 0...65534 ~= number else {
            throw UnusableValue("an offset is a whole number from 0 to 65534, in digits alone")
        }
        return number
    }

    /// How many rules a cloud takes, 1…1000000.
    ///
    /// - Throws: `UnusableValue` where `text` is none.
    static func quota(_ text: some StringProtocol) throws(UnusableValue) -> Int {
        guard let number = parse(text), 1...1_000_000 ~= number else {
            throw UnusableValue("a quota is a whole number from 1 to 1000000, in digits alone")
        }
        return number
    }
}

extension PortRange {
    /// A single port, 1…65535.
    ///
    /// - Throws: `UnusableValue` where `text` is none.
    init(argument text: some StringProtocol) throws(UnusableValue) {
        guard let number = DecimalNumber.parse(text), let port = PortRange(number) else {
            throw UnusableValue("a port is a whole number from 1 to 65535, in digits alone")
        }
        self = port
    }
}
