import HostRuleset
import Netfilter

extension Plan {
    /// What has to change so that `live` becomes `wanted`, the table that `request` asks for.
    ///
    /// Where only one of both audits, that is one change, and the rest is told as if both did, or none: an audit has other rules
    /// wherever the policy drops.
    init(from live: KernelTable?, to wanted: KernelTable, of request: ApplyRequest) throws(InvalidObject) {
        guard let live, live.isAuditOnly != request.isAuditOnly else {
            self.init(from: live, to: wanted)
            return
        }
        let comparable = try KernelTable(request.ruleset(isAuditOnly: live.isAuditOnly))
        let detail =
            request.isAuditOnly
            ? "it is counted, logged and let through instead of dropped"
            : "it is dropped instead of only counted and logged"
        let mode = PlannedChange(.change, "what no rule allows", detail)
        self.init(changes: [mode] + Plan(from: live, to: comparable).changes)
    }
}

extension Plan {
    /// The same for a table that was read, with what somebody added to it that `KernelTable` can't say.
    init(from live: LiveTable, to wanted: KernelTable, of request: ApplyRequest) throws(InvalidObject) {
        let told = try Plan(from: live.table, to: wanted, of: request).changes
        self.init(changes: told + Self.additions(live, besides: told))
    }

    /// What somebody added by hand that isn't told yet.
    static func additions(_ live: LiveTable, besides told: [PlannedChange]) -> [PlannedChange] {
        live.undescribed.compactMap { name in
            let isTold = told.contains { $0.subject.split(separator: " ").last == name.split(separator: " ").last }
            return isTold ? nil : PlannedChange(.remove, name, "added by hand")
        }
    }
}

extension KernelTable {
    /// Whether it says that it only counts what the policy would drop.
    fileprivate var isAuditOnly: Bool {
        sets.contains { filled in
            // What services are for is the comment of an element that counts.
            guard case .ports(let elements) = filled.elements, !filled.set.isCounting else { return false }
            return elements.contains { $0.comment?.hasSuffix(Ruleset.auditMark) == true }
        }
    }
}
