import Netfilter

/// What the kernel has, and which of the remembered policies that is.
struct Survey {
    /// Where the rules come from.
    enum Origin: Hashable {
        /// Our table isn't there.
        case nothing
        /// The remembered policy of this number, exactly.
        case policy(Int)
        /// Somebody loaded or changed it without us.
        case foreign
    }

    let live: LiveTable
    let mark: KernelMark
    let origin: Origin
    /// What of our table somebody added that couldn't be brought back: `map inet carbonwall ports`.
    var unkeepable: [String] { live.undescribed }

    /// Looks at the kernel.
    ///
    /// Where the generation is the one that the last change left, it isn't compared with anything, and addresses in its sets are
    /// the `remembered` ones: the kernel takes half a second to tell 100,000 of them.
    init(
        _ socket: inout NetlinkSocket,
        _ state: EnforcementState,
        knowing remembered: RememberedAddresses? = nil,
        watching watch: inout RulesetWatch?
    ) throws {
        live = try LiveTable(Enforcer.table, from: &socket, knowing: remembered, watching: &watch)
        mark = try KernelMark(generation: live.generation.rawValue)
        origin = try Self.origin(of: live, isUnchanged: state.mark == mark, state)
    }

    private static func origin(
        of live: LiveTable,
        isUnchanged: Bool,
        _ state: EnforcementState
    ) throws(NetfilterError) -> Origin {
        guard let table = live.table else { return .nothing }
        if isUnchanged, let current = state.current { return .policy(current) }
        guard live.undescribed.isEmpty else { return .foreign }
        let policies = try AppliedPolicy.list(of: state.history.reversed(), with: table)
        let match = policies.first { $0.number == state.current } ?? policies.first
        return match.map { .policy($0.number) } ?? .foreign
    }
}

extension EnforcementState {
    /// Takes note of what the kernel has, where that is a remembered policy or nothing.
    mutating func follow(_ survey: Survey) {
        switch survey.origin {
        case .nothing: enforce(nil, mark: survey.mark, isConfirmed: false)
        case .policy(let number): enforce(number, mark: survey.mark, isConfirmed: false)
        case .foreign: mark = nil
        }
    }
}
