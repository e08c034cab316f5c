import Emitters
import Policy

/// Why a port or an IP protocol is open or closed.
struct Explanation: Hashable {
    let verdict: Verdict
    /// The port, as one of a single one; or the protocol.
    let question: AllowedTraffic
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
        return (["\(question)\(from): \(answer)"] + lines).map { $0 + "\n" }.joined()
    }

    /// The same as an object.
    var json: JSONValue {
        .object([
            ("verdict", .string(verdict.rawValue)),
            ("port", question.ports.map { .integer(Int($0.lower)) } ?? .null),
            ("transport", question.transport.map { .string($0.rawValue) } ?? .null),
            ("protocol", question.ipProtocol.map { .string("\($0)") }),
            ("from", address.map { .string("\($0)") }),
            ("reasons", .strings(reasons)),
        ])
    }
}
