/// `text` as a Swift string literal of printable ASCII.
func literal(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": quoted += "\\\(scalar)"
        case "\n": quoted += "\\n"
        case " "..."~": quoted.unicodeScalars.append(scalar)
        default: quoted += "\\u{\(String(scalar.value, radix: 16))}"
        }
    }
    return quoted + "\""
}

/// What follows the last slash of `path`.
func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
}
