import Emitters
import Policy

/// Findings as a SARIF 2.1.0 log (OASIS), which code scanning services and editors read.
struct SARIFLog {
    private let findings: [Finding]
    private let slugs: [String]
    private let verb: String

    /// The log of one run of `verb`, which could have found `slugs`.
    init(_ findings: [Finding], slugs: [String], verb: String) {
        self.findings = findings
        self.slugs = slugs
        self.verb = verb
    }

    /// The log as JSON.
    var text: String {
        let run = JSONValue.object([
            ("tool", .object([("driver", driver)])),
            ("results", .array(findings.map(\.sarifResult))),
        ])
        return JSONValue.object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            ("version", .string("2.1.0")),
            ("runs", .array([run])),
        ]).document
    }

    private var driver: JSONValue {
        let rules = slugs.map { slug in
            JSONValue.object([
                ("id", .string(slug)),
                ("help", .object([("text", .string("docs/\(verb).md, section \(slug)"))])),
            ])
        }
        return .object([
            ("name", .string("carbonwall \(verb)")),
            ("semanticVersion", .string(ToolVersion.current)),
            ("rules", .array(rules)),
        ])
    }
}

extension Finding {
    fileprivate var sarifResult: JSONValue {
        .object([
            ("ruleId", .string(slug)),
            ("level", .string(severity.rawValue)),
            ("message", .object([("text", .string(hint.map { "\(message)\n\($0)" } ?? message))])),
            ("locations", .array([sarifLocation])),
        ])
    }

    /// The place in the file; without one, the selection by name, since a log without locations isn't shown everywhere.
    private var sarifLocation: JSONValue {
        guard let location else {
            let selection = JSONValue.object([("name", .string("selection")), ("kind", .string("resource"))])
            return .object([("logicalLocations", .array([selection]))])
        }
        let region = JSONValue.object([
            ("startLine", .integer(location.line)), ("startColumn", .integer(location.column)),
        ])
        let artifact = JSONValue.object([("uri", .string(location.file.uriReference))])
        return .object([("physicalLocation", .object([("artifactLocation", artifact), ("region", region)]))])
    }
}

extension String {
    /// A path as a URI reference (RFC 3986): other bytes than its own unreserved ones are escaped.
    fileprivate var uriReference: String {
        utf8.reduce(into: "") { text, byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "/._~-".contains(character))
            let digits = String(byte, radix: 16, uppercase: true)
            text += isPlain ? String(character) : "%" + (digits.count == 1 ? "0" : "") + digits
        }
    }
}
