/// The files of a state folder.
enum StateFile: Hashable {
    /// Everything but the rulesets: what is replaced to get from one state to the next.
    case state
    /// Locked by whoever changes the state.
    case lock
    /// Who watches over the pending confirmation.
    case watchdog
    /// Says that the watchdog restores although another process has the lock.
    case restoring
    /// The netlink batch of the policy with this number, and its fail-safe; never changed once it is there.
    case ruleset(Int)
    /// The selection that the policy with this number was made from.
    case selection(Int)
    /// What was in a file that selections name, by its SHA-256.
    case content([UInt8])

    /// Its name in the folder.
    var name: String {
        switch self {
        case .state: "state"
        case .lock: "lock"
        case .watchdog: "watchdog"
        case .restoring: "restoring"
        case .ruleset(let number): "ruleset-\(number)"
        case .selection(let number): "selection-\(number)"
        case .content(let digest): "content-" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    /// The name it has until it is complete.
    var temporaryName: String { name + Self.temporarySuffix }

    private static let temporarySuffix = ".new"

    /// The file that is called `name`, or that is to be called so when it is complete; nil for a file of somebody else.
    init?(name: String) {
        let final = name.hasSuffix(Self.temporarySuffix) ? String(name.dropLast(Self.temporarySuffix.count)) : name
        var candidates: [StateFile] = [.state, .lock, .watchdog, .restoring]
        if final.hasPrefix("ruleset-"), let number = Int(final.dropFirst("ruleset-".count)), number > 0 {
            candidates.append(.ruleset(number))
        }
        if final.hasPrefix("selection-"), let number = Int(final.dropFirst("selection-".count)) {
            candidates.append(.selection(number))
        }
        if final.hasPrefix("content-") {
            candidates.append(.content(Self.bytes(of: final.dropFirst("content-".count))))
        }
        guard let match = candidates.first(where: { $0.name == final }) else { return nil }
        self = match
    }

    /// The bytes that `digits` are, two for each; those that aren't any are left out.
    private static func bytes(of digits: Substring) -> [UInt8] {
        let characters = Array(digits.utf8)
        return stride(from: 0, to: characters.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: characters[index...index + 1], as: UTF8.self), radix: 16)
        }
    }
}
