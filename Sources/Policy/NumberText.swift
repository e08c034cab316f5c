extension [UInt8] {
    /// Appends `number` in decimal, in UTF-8, without a temporary string: a ruleset may hold a million of them.
    package mutating func append(decimal number: UInt64) {
        append(number, radix: 10)
    }

    /// Appends `number` in lower-case hexadecimal without leading zeros.
    package mutating func append(hexadecimal number: UInt64) {
        append(number, radix: 16)
    }

    private mutating func append(_ number: UInt64, radix: UInt64) {
        var place: UInt64 = 1
        while number / place >= radix { place *= radix }
        while place > 0 {
            let digit = UInt8(number / place % radix)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            place /= radix
        }
    }
}
