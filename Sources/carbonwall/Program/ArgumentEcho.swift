import Policy

/// Makes ArgumentParser's messages safe to show: they quote a value whole and raw.
enum ArgumentEcho {
    private static let longestMessage = 1000

    /// `message` with the value that it quotes, one of `arguments` or what is behind a `=` in one, as `quotedForMessage` has it.
    ///
    /// The value is behind the first quote (`The value '…' is invalid`) or the third (`The option '--help' … but '…'`).
    static func cleaned(_ message: String, of arguments: [String]) -> String {
        let values = arguments.flatMap { [$0, $0.valueBehindEqualSign].compactMap(\.self) }
        let suspects = values.filter { $0.quotedForMessage != "'\($0)'" }
        var bytes = Array(message.utf8)
        for quote in [3, 1] {
            if let start = position(behindQuote: quote, in: bytes) {
                clean(&bytes, at: start, suspects: suspects)
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.prefix(1).lowercased() + text.dropFirst().prefix(longestMessage)
    }

    private static func position(behindQuote number: Int, in bytes: [UInt8]) -> Int? {
        let quotes = bytes.indices.lazy.filter { bytes[$0] == UInt8(ascii: "'") }
        return quotes.dropFirst(number - 1).first.map { $0 + 1 }
    }

    private static func clean(_ bytes: inout [UInt8], at start: Int, suspects: [String]) {
        let quoted = suspects.filter { bytes[start...].starts(with: $0.utf8) }
        guard let value = quoted.max(by: { $0.utf8.count < $1.utf8.count }) else { return }
        bytes.replaceSubrange(
            start..<(start + value.utf8.count),
            with: value.quotedForMessage.utf8.dropFirst().dropLast()
        )
    }
}

extension String {
    fileprivate var valueBehindEqualSign: String? {
        firstIndex(of: "=").map { String(self[index(after: $0)...]) }
    }
}
