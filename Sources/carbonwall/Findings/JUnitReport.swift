import Policy

/// Findings as JUnit's XML: a test case for each kind of finding, which fails if there is one that isn't a note.
struct JUnitReport {
    private let findings: [Finding]
    private let slugs: [String]
    private let verb: String

    /// The report of one run of `verb`, which could have found `slugs`.
    init(_ findings: [Finding], slugs: [String], verb: String) {
        self.findings = findings
        self.slugs = slugs
        self.verb = verb
    }

    /// The report as XML.
    var text: String {
        let failed = Set(findings.filter { $0.severity > .note }.map(\.slug)).count
        let counts = "tests=\"\(slugs.count)\" failures=\"\(failed)\" errors=\"0\" skipped=\"0\""
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<testsuites \(counts)>\n  <testsuite name=\"carbonwall \(verb)\" \(counts)>\n"
            + slugs.map(testCase).joined() + "  </testsuite>\n</testsuites>\n"
    }

    private func testCase(_ slug: String) -> String {
        let own = findings.filter { $0.slug == slug }
        let start = "    <testcase classname=\"carbonwall.\(verb)\" name=\"\(slug)\""
        guard let worst = own.max(by: { $0.severity < $1.severity }) else { return start + "/>\n" }
        let reports = own.map(\.report).joined().escapedForXML
        guard worst.severity > .note else {
            return "\(start)>\n      <system-out>\(reports)</system-out>\n    </testcase>\n"
        }
        let attributes = "type=\"\(worst.severity.rawValue)\" message=\"\(worst.message.printable.escapedForXML)\""
        return "\(start)>\n      <failure \(attributes)>\(reports)</failure>\n    </testcase>\n"
    }
}

extension String {
    /// With escapes for what has a meaning in XML; characters that it can't hold are gone already (`printable`).
    fileprivate var escapedForXML: String {
        reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
    }
}

extension Finding {
    /// `::warning file=policy.yaml,line=3,col=7,title=slug::message`, which a GitHub workflow shows at that line.
    var workflowCommand: String {
        let kind = severity == .note ? "notice" : severity.rawValue
        let place = location.map {
            "file=\($0.file.escapedForWorkflow(isProperty: true)),line=\($0.line),col=\($0.column),"
        }
        let text = hint.map { "\(message)\n\($0)" } ?? message
        return "::\(kind) \(place ?? "")title=\(slug)::\(text.escapedForWorkflow(isProperty: false))\n"
    }
}

extension String {
    fileprivate func escapedForWorkflow(isProperty: Bool) -> String {
        unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "%": text += "%25"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            case ":" where isProperty: text += "%3A"
            case "," where isProperty: text += "%2C"
            default: text += String(scalar).printable
            }
        }
    }
}
