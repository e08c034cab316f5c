import Policy

extension StringProtocol {
    /// The text broken between words into lines of at most `width` characters; a longer word has a line of its own.
    ///
    /// Commands and options with their values count as one word, so that each can be pasted.
    func wrapped(to width: Int) -> [String] {
        let words = String(self).split(separator: " ").map { String($0) }
        var lines: [String] = []
        for unit in PastableWords.units(of: words) {
            if let last = lines.last, last.count + 1 + unit.count <= width {
                lines[lines.count - 1] = last + " " + unit
            } else {
                lines.append(unit)
            }
        }
        return lines
    }
}

/// Finds what a reader would paste into a shell, which no line break may go through.
private enum PastableWords {
    private static let programs: Set<String> = [
        "carbonwall", "sudo", "sysctl", "systemctl", "nft", "ufw", "firewall-cmd", "docker", "make", "apt-get", "ip",
        "iptables-save", "ip6tables-save", "iptables-legacy-save", "ip6tables-legacy-save", "iptables-nft-restore",
    ]

    /// `words`, with those of one command joined by spaces.
    static func units(of words: [String]) -> [String] {
        var units: [[String]] = []
        for word in words {
            if let last = units.last, belongs(word, to: last) {
                units[units.count - 1].append(word)
            } else {
                units.append([word])
            }
        }
        return units.map { $0.joined(separator: " ") }
    }

    /// Whether `word` goes on with the command or option that `unit` begins.
    private static func belongs(_ word: String, to unit: [String]) -> Bool {
        guard let last = unit.last, !last.endsClause else { return false }
        let isCommand = unit.first.map { programs.contains($0.withoutOpening) } ?? false
        if last.isOption && !last.contains("=") { return true }
        guard isCommand || unit.first?.isOption == true else { return false }
        if word.isOption { return true }
        guard isCommand else { return false }
        let command = unit.drop { $0.withoutOpening == "sudo" }
        let takesMore = [["catalog"], ["catalog", "show"], ["catalog", "validate"], ["enable"]].contains(
            Array(command.dropFirst())
        )
        return command.count <= 1 || takesMore || word.contains { "=@/".contains($0) }
    }
}

extension String {
    /// With spaces behind, up to `width` characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }

    fileprivate var withoutOpening: String { String(drop { "'(\"".contains($0) }) }

    fileprivate var isOption: Bool {
        let word = withoutOpening
        return word.hasPrefix("-") && word.count > 1 && word != "--" && !word.dropFirst().allSatisfy(\.isNumber)
    }

    fileprivate var endsClause: Bool { last.map { ",;:.)'\"".contains($0) } ?? true }
}
