import Policy

/// The lines of a file that are no addresses.
struct AddressMistakes {
    /// Mistakes beyond these are only counted: nobody reads more, and a file may hold millions.
    private static let shown = 100

    private let file: String
    private var findings: [Finding] = []
    private var count = 0

    /// None yet, of the file of this name.
    init(file: String) {
        self.file = file
    }

    /// Notes what is wrong with `text`, which begins at this place.
    mutating func add(_ error: CIDRError, text: ArraySlice<UInt8>, line: Int, column: Int) {
        count += 1
        guard count <= Self.shown else { return }
        let location = SourceLocation(file: file, line: line, column: column)
        let quoted = String(decoding: text.prefix(256), as: UTF8.self).quotedForMessage
        findings.append(Finding(.error, "invalid-address", at: location, "\(quoted): \(error)"))
    }

    /// Notes that `block`, which begins at this place, is a placeholder.
    mutating func add(_ placeholder: PlaceholderAddress, _ block: CIDR, line: Int, column: Int) {
        count += 1
        guard count <= Self.shown else { return }
        let location = SourceLocation(file: file, line: line, column: column)
        findings += [Finding.placeholder(block, at: location, of: "an audience's address")].compactMap(\.self)
    }

    /// The findings, with one for what was only counted; one for a file that has neither addresses nor mistakes.
    func findings(isEmpty: Bool) -> [Finding] {
        if isEmpty, count == 0 { return [noAddresses] }
        guard count > Self.shown, let last = findings.last?.location else { return findings }
        return findings + [
            Finding(.error, "invalid-address", at: last, "\(count - Self.shown) more lines are no addresses either")
        ]
    }

    private var noAddresses: Finding {
        Finding(
            .error,
            "no-addresses",
            at: SourceLocation(file: file, line: 1, column: 1),
            "no address in it",
            hint: "an empty list would close the audience's ports to everybody; leave the option out for its default"
        )
    }
}
