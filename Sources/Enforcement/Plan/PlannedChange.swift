/// One thing that an apply would change, in the policy's terms.
public struct PlannedChange: Hashable, Sendable {
    /// What becomes of it.
    public enum Action: String, Hashable, Sendable {
        case add
        case remove
        case change
    }

    /// What becomes of it.
    public let action: Action
    /// What is meant: `9444/tcp from admins`.
    public let subject: String
    /// Why it is there, or what of it changes; nil where the subject says all.
    public let detail: String?

    init(_ action: Action, _ subject: String, _ detail: String? = nil) {
        self.action = action
        self.subject = subject
        self.detail = detail
    }
}

extension PlannedChange: CustomStringConvertible {
    /// `+ 9444/tcp from admins (apim servlet-https 9443+1: HTTPS servlet transport)`.
    public var description: String {
        let sign =
            switch action {
            case .add: "+"
            case .remove: "-"
            case .change: "~"
            }
        return "\(sign) \(subject)" + (detail.map { " (\($0))" } ?? "")
    }
}
