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
    var reasons: [String]

    /// The verdict and the reasons for a person, wrapped to fit `terminal`.
    func text(for terminal: Terminal = .output) -> String {
        let from = address.map { " from \($0)" } ?? ""
        let lines = reasons.flatMap { reason in
            reason.printable.wrapped(to: terminal.width - 4).enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
        }
        let answer = terminal.styled(verdict.rawValue, verdict == .accept ? .green : .red)
        return (["\(port)/\(transport.rawValue)\(from): \(answer)"] + lines).map { $0 + "\n" }.joined()
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
