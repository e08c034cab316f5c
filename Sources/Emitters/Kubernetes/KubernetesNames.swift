/// What the API server takes as names and labels (k8s.io/apimachinery, util/validation).
extension String {
    /// Whether it is a DNS label (RFC 1123): at most 63 lower-case letters, digits and `-`, no `-` at either end.
    package var isDNSLabel: Bool {
        1...63 ~= utf8.count && utf8.allSatisfy(\.isLowercaseNameByte) && !hasPrefix("-") && !hasSuffix("-")
    }

    /// Whether it is a DNS subdomain (RFC 1123): such labels with dots between them, at most 253 characters in all.
    ///
    /// A label in it may be longer than 63 characters, as the API server has it.
    var isDNSSubdomain: Bool {
        utf8.count <= 253
            && split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy(\.isLowercaseNameByte) && part.first != "-" && part.last != "-"
            }
    }

    /// Whether it is the key of a label or an annotation: a name of at most 63 characters, which a subdomain and `/` may precede.
    var isQualifiedName: Bool {
        let parts = split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let name = parts.last, !name.isEmpty, name.isLabelValue else { return false }
        return parts.count == 1 || parts[0].isDNSSubdomain
    }

    /// Whether it is the value of a label: at most 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends; or empty.
    var isLabelValue: Bool {
        guard let first = utf8.first, let last = utf8.last else { return true }
        return utf8.count <= 63 && first.isLetterOrDigit && last.isLetterOrDigit
            && utf8.allSatisfy { $0.isLetterOrDigit || "-_.".utf8.contains($0) }
    }
}
