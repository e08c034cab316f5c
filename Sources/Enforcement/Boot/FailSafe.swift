import HostRuleset
import Netfilter
package import Policy

/// What boot loads where it can't load the confirmed policy: the administrators' ways in, and nothing of the products.
///
/// Connections that stand, loopback and the ICMP that a network can't do without pass as under any policy; the rest is dropped.
package struct FailSafe: Hashable, Sendable {
    /// Who may administer the host, each with addresses of its own.
    let guards: [AdministratorGuard]
    /// All of the host, or only the products' ports where the policy left the rest alone.
    let scope: HostPolicy.Scope

    init(guards: [AdministratorGuard], scope: HostPolicy.Scope) {
        self.guards = guards
        self.scope = scope
    }

    /// What keeps the guards of `policy`.
    package init(_ policy: HostPolicy) {
        guards = policy.guards.map { AdministratorGuard($0.allowed, from: policy.addresses(of: $0)) }
        scope = policy.scope
    }

    /// What keeps the guards of what is to be applied; what only counts drops nothing in an emergency either.
    init(_ request: ApplyRequest) {
        self.init(request.policy)
        if request.isAuditOnly { self = FailSafe(guards: guards, scope: .product(fenced: [])) }
    }

    /// Where nothing is known of any policy: 22/tcp from private ranges.
    package static let standard = FailSafe(HostPolicy(title: "", services: []))

    /// What lets in whoever one of `all` lets in, and closes what one of them closes; nil for none.
    static func union(of all: [FailSafe]) -> FailSafe? {
        guard let first = all.first else { return nil }
        return all.dropFirst().reduce(first) { union, next in
            FailSafe(
                guards: union.guards + next.guards.filter { !union.guards.contains($0) },
                scope: union.scope.union(next.scope)
            )
        }
    }

    /// Whether nobody could come in.
    var locksEverybodyOut: Bool {
        scope == .host && guards.allSatisfy { $0.addresses?.isEmpty != false || $0.allowed.target == nil }
    }

    /// Its table, which says in its comment what it is.
    var table: KernelTable {
        get throws(InvalidObject) {
            let policy = HostPolicy(title: "", services: [], guards: guards, scope: scope)
            var table = try KernelTable(Ruleset(policy: policy))
            table.table.comment = Self.comment
            return table
        }
    }

    /// By which the table is known.
    package static let comment = "carbonwall fail-safe: the confirmed policy couldn't be loaded"
}

extension HostPolicy.Scope {
    /// What either of the two decides.
    fileprivate func union(_ other: HostPolicy.Scope) -> HostPolicy.Scope {
        switch (self, other) {
        case (.host, _), (_, .host): .host
        case (.product(let left), .product(let right)): .product(fenced: left + right.filter { !left.contains($0) })
        }
    }
}
