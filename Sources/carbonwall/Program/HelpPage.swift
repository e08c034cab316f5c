import ArgumentParser

/// A help page as it is shown: ArgumentParser's, with its sentences and examples fitted to the terminal.
///
/// An example that doesn't fit goes on behind a backslash, so that it can be pasted at any width.
struct HelpPage {
    private let wide: String
    private let narrow: String
    private let width: Int

    /// ArgumentParser takes no page that is narrower than its column of options.
    private static let narrowest = 40

    /// The page of `verb`, with the options that are left out of it otherwise if `isComplete`.
    init(of verb: any ParsableCommand.Type, isComplete: Bool, width: Int = Terminal.output.width) {
        wide = Carbonwall.helpMessage(for: verb, includeHidden: isComplete, columns: 10_000)
        narrow = Carbonwall.helpMessage(for: verb, includeHidden: isComplete, columns: max(width, Self.narrowest))
        self.width = max(width, Self.narrowest)
    }

    /// The page that `answer`, which ArgumentParser has thrown, asks for.
    init(_ answer: any Error, width: Int = Terminal.output.width) {
        wide = Carbonwall.fullMessage(for: answer, columns: 10_000)
        narrow = Carbonwall.fullMessage(for: answer, columns: max(width, Self.narrowest))
        self.width = max(width, Self.narrowest)
    }

    /// The page, which ends in a line break.
    var text: String {
        guard let start = wide.firstRange(of: "\nUSAGE:"), let rest = narrow.firstRange(of: "\nUSAGE:") else {
            return narrow.hasSuffix("\n") ? narrow : narrow + "\n"
        }
        let lines = wide[..<start.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        let options = narrow[rest.lowerBound...].split(separator: "\n", omittingEmptySubsequences: false)
        let page = (lines.map(fitted) + options.dropFirst().map(usage)).joined(separator: "\n")
        return page.hasSuffix("\n") ? page : page + "\n"
    }

    /// A line that ArgumentParser doesn't break: how to call the verb, and where there is more help.
    private func usage(_ line: Substring) -> String {
        guard line.count > width else { return String(line) }
        let indentation = String(line.prefix { $0 == " " })
        let lines = line.wrapped(to: width - indentation.count - 2)
        return indentation + lines.joined(separator: "\n\(indentation)  ")
    }

    private func fitted(_ line: Substring) -> String {
        guard line.count > width else { return String(line) }
        guard line.hasPrefix("  ") else { return line.wrapped(to: width).joined(separator: "\n") }
        var parts: [String] = []
        for word in line.split(separator: " ") {
            if let last = parts.last, last.count + word.count + 7 <= width {
                parts[parts.count - 1] = last + " " + word
            } else {
                parts.append(String(word))
            }
        }
        return "  " + parts.joined(separator: " \\\n    ")
    }
}
