import Emitters
import Policy

/// Why a port is open or closed.
struct Explanation: Hashable {
    let verdict: Verdict
    let port: UInt16
    let transport: Transport
    /// Who was asked about; nil for anybody.
    let address: IPAddress?
    /// What decides, what listens there, who may reach it, and what to change for the other answer; a sentence or two each.
    let reasons: [String]

    /// The verdict and the reasons for a person, wrapped at 100 characters.
    var text: String {
        let from = address.map { " from \($0)" } ?? ""
        let lines = reasons.flatMap { reason in
            reason.printable.wrapped(to: 96).enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
        }
        return (["\(port)/\(transport.rawValue)\(from): \(verdict.rawValue)"] + lines).map { $0 + "\n" }.joined()
    }

    /// The same as an object.
    var json: JSONValue {
        .object([
            ("verdict", .string(verdict.rawValue)),
            ("port", .integer(Int(port))),
            ("transport", .string(transport.rawValue)),
            ("from", address.map { .string("\($0)") }),
            ("reasons", .strings(reasons)),
        ])
    }
}
