/// The files of a state folder.
enum StateFile: Hashable {
    /// Everything but the rulesets: what is replaced to get from one state to the next.
    case state
    /// Locked by whoever changes the state.
    case lock
    /// Who watches over the pending confirmation.
    case watchdog
    /// The netlink batch of the policy with this number, and its fail-safe; never changed once it is there.
    case ruleset(Int)

    /// Its name in the folder.
    var name: String {
        switch self {
        case .state: "state"
        case .lock: "lock"
        case .watchdog: "watchdog"
        case .ruleset(let number): "ruleset-\(number)"
        }
    }

    /// The name it has until it is complete.
    var temporaryName: String { name + Self.temporarySuffix }

    private static let temporarySuffix = ".new"

    /// The file that is called `name`, or that is to be called so when it is complete; nil for a file of somebody else.
    init?(name: String) {
        let final = name.hasSuffix(Self.temporarySuffix) ? String(name.dropLast(Self.temporarySuffix.count)) : name
        var candidates: [StateFile] = [.state, .lock, .watchdog]
        if final.hasPrefix("ruleset-"), let number = Int(final.dropFirst("ruleset-".count)) {
            candidates.append(.ruleset(number))
        }
        guard let match = candidates.first(where: { $0.name == final }) else { return nil }
        self = match
    }
}
