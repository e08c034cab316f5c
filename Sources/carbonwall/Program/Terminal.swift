import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One of the program's two outputs as its reader sees it: how wide a line may be, and whether it shows colours.
///
/// The one place that knows; everything that lays text out asks here.
struct Terminal: Hashable {
    /// The width of text in a pipe or a file.
    static let pipeWidth = 100
    private static let widths = 20...10_000

    /// How many characters a line may have.
    let width: Int
    /// Whether sentences are broken to fit; in a pipe each stays one line, as `grep` and logs want it.
    let breaksSentences: Bool
    /// Whether the reader is at a terminal that shows colours, and hasn't said no.
    let showsColours: Bool

    /// Standard output.
    static let output = Terminal(of: .standardOutput)
    /// Standard error.
    static let error = Terminal(of: .standardError)

    /// An output of these properties.
    init(width: Int, breaksSentences: Bool = true, showsColours: Bool = false) {
        self.width = width
        self.breaksSentences = breaksSentences
        self.showsColours = showsColours
    }

    /// The output `descriptor`: `$COLUMNS`, or else the terminal's width, or else a pipe's.
    private init(of descriptor: FileDescriptor) {
        let columns = Self.variable("COLUMNS").flatMap { DecimalNumber.parse($0) }.flatMap(Self.usable)
        let isTerminal = isatty(descriptor.rawValue) == 1
        let own = isTerminal ? Self.columns(of: descriptor).flatMap(Self.usable) ?? 80 : nil
        let isColourful = isTerminal && (Self.variable("NO_COLOR") ?? "").isEmpty && Self.variable("TERM") != "dumb"
        self.init(
            width: columns ?? own ?? Self.pipeWidth,
            breaksSentences: columns != nil || isTerminal,
            showsColours: isColourful
        )
    }

    private static func usable(_ width: Int) -> Int? {
        width > 0 ? min(max(width, widths.lowerBound), widths.upperBound) : nil
    }

    private static func columns(of descriptor: FileDescriptor) -> Int? {
        var size = winsize()
        guard unsafe ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}

extension Terminal {
    /// Colours and weights, as ECMA-48 numbers them.
    enum Style: Int {
        case bold = 1
        case red = 31
        case green = 32
        case yellow = 33
        case cyan = 36
    }

    /// `text` in `style` if this output shows colours.
    func styled(_ text: some StringProtocol, _ style: Style) -> String {
        showsColours ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : String(text)
    }

    /// `text`, a sentence a line, broken to fit, with the words that say how bad it is in colour.
    func fitted(_ text: String) -> String {
        guard breaksSentences || showsColours else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(fittedLine).joined(separator: "\n")
    }

    private func fittedLine(_ line: Substring) -> String {
        guard breaksSentences, line.count > width, !line.contains("\u{1B}") else { return coloured(line) }
        let indentation = String(line.prefix { $0 == " " })
        let lines = line.dropFirst(indentation.count).wrapped(to: width - indentation.count - 2)
        let parts = lines.enumerated().map { indentation + ($0 == 0 ? "" : "  ") + $1 }
        return parts.enumerated().map { $0 == 0 ? coloured($1[...]) : $1 }.joined(separator: "\n")
    }

    /// `carbonwall: error: …`, `policy.yaml:3:7: warning: …` and the signs of a change, in colour.
    private func coloured(_ line: Substring) -> String {
        guard showsColours else { return String(line) }
        let signs: [(String, Style)] = [("+ ", .green), ("- ", .red), ("~ ", .yellow)]
        if let (_, style) = signs.first(where: { line.hasPrefix($0.0) }) { return styled(line, style) }
        for (word, style) in [("error", Style.red), ("warning", .yellow), ("note", .cyan)] {
            guard let start = line.start(ofSeverity: word) else { continue }
            let end = line.index(start, offsetBy: word.count + 1)
            return line[..<start] + styled(line[start..<end], style) + line[end...]
        }
        return String(line)
    }
}

extension Substring {
    /// Where `word` stands, if it says how bad the rest is: at the start, behind the program's name, or behind a place.
    fileprivate func start(ofSeverity word: String) -> Index? {
        if hasPrefix("\(word): ") { return startIndex }
        if hasPrefix("carbonwall: \(word): ") { return index(startIndex, offsetBy: "carbonwall: ".count) }
        let parts = split(separator: ": ", maxSplits: 2)
        guard parts.count == 3, parts[1] == word, parts[0].last?.isNumber == true else { return nil }
        return parts[1].startIndex
    }
}
