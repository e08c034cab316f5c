import Glibc
import Policy
import SystemPackage

/// Finds `flush ruleset` in a file for nft, and in those that it includes.
struct NftablesFlush {
    private let machine: MachineFiles
    private var seen: [FilePath] = []

    /// More files than anybody has, and a limit for folders full of them.
    private static let mostFiles = 1000

    /// The first place, in the order in which nft reads; nil where there is none.
    static func find(in path: FilePath, of machine: MachineFiles) -> SourceLocation? {
        var search = NftablesFlush(machine: machine)
        return search.search(path)
    }

    private init(machine: MachineFiles) {
        self.machine = machine
    }

    private mutating func search(_ path: FilePath) -> SourceLocation? {
        guard seen.count < Self.mostFiles, !seen.contains(path), let text = machine.text(of: path) else { return nil }
        seen.append(path)
        for (number, line) in NftablesLine.lines(of: text) {
            if let column = line.flush { return SourceLocation(file: path.string, line: number, column: column) }
            for included in line.includes.flatMap(files) {
                if let place = search(included) { return place }
            }
        }
        return nil
    }

    /// The files that `pattern` names: it may have wildcards in its last part, and is relative to /etc, nft's default.
    private func files(_ pattern: String) -> [FilePath] {
        let path = FilePath(pattern).isAbsolute ? FilePath(pattern) : FilePath("/etc").pushing(FilePath(pattern))
        guard let last = path.lastComponent?.string, last.contains(where: { "*?[".contains($0) }) else { return [path] }
        let folder = path.removingLastComponent()
        let names = machine.names(in: folder).filter { unsafe fnmatch(last, $0, FNM_PERIOD) == 0 }
        return names.map { folder.appending($0) }
    }
}

/// A line of a file for nft, as far as it is of interest here.
struct NftablesLine {
    /// Where `flush ruleset` starts, from 1.
    private(set) var flush: Int?
    /// What it includes.
    private(set) var includes: [String] = []

    /// The lines with their numbers, from 1.
    static func lines(of text: String) -> [(Int, NftablesLine)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
            (index + 1, NftablesLine(line))
        }
    }

    init(_ line: Substring) {
        let words = Self.words(of: line)
        for (word, next) in zip(words, words.dropFirst()) {
            if word.text == "flush", next.text == "ruleset", !word.isQuoted { flush = flush ?? word.column }
            if word.text == "include", !word.isQuoted, next.isQuoted { includes.append(next.text) }
        }
    }

    private struct Word {
        var text = ""
        var isQuoted = false
        var column = 0
    }

    /// The words up to a `#`, with quoted text as a word; `;` and braces end a word.
    private static func words(of line: Substring) -> [Word] {
        var words: [Word] = []
        var current: Word?
        var quote: Character?
        for (index, character) in line.enumerated() {
            if let open = quote {
                if character == open {
                    words.append(current ?? Word())
                    (quote, current) = (nil, nil)
                } else {
                    current?.text.append(character)
                }
            } else if character == "\"" || character == "'" {
                if let word = current { words.append(word) }
                (quote, current) = (character, Word(isQuoted: true, column: index + 1))
            } else if character.isWhitespace || "#;{}".contains(character) {
                if let word = current { words.append(word) }
                current = nil
                if character == "#" { return words }
            } else {
                current = current ?? Word(column: index + 1)
                current?.text.append(character)
            }
        }
        return words + (current.map { [$0] } ?? [])
    }
}
