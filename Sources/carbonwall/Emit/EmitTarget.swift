import Emitters
import Policy

/// A firewall that `emit` writes for.
///
/// Each target is a file in `Targets/` with all of its formats, and an entry in `all`.
struct EmitTarget: Sendable {
    /// What the command line calls it: `nftables`.
    var name: String
    /// What it can be written as; the first comes without `--format`.
    var formats: [EmitFormat]
    /// The options that it knows beside the selection.
    var options: [TargetOption] = []
    /// What `--quota` can be about, where it knows that; the first one without a name.
    var quotas: [CloudQuotaKind] = []
    /// Whether it writes every node of a policy file where none is named.
    var takesDeployments = false

    /// In the order of the help.
    static let all: [EmitTarget] = [
        .nftables, .iptables, .aws, .cloudformation, .terraform, .azure, .gcp, .openstack, .kubernetes,
    ]

    /// Known names of other firewalls, which a later version writes for.
    private static let later = ["ansible"]

    /// `nftables, iptables`.
    static var names: String { all.map(\.name).joined(separator: ", ") }

    /// `nftables: nft; iptables: script, restore`.
    static var formatList: String {
        all.map { "\($0.name): \($0.formats.map(\.name).joined(separator: ", "))" }.joined(separator: "; ")
    }

    /// The target that is called `text`.
    ///
    /// - Throws: `UnusableValue` with the nearest name, or that this version has no such target yet.
    static func named(_ text: String) throws(UnusableValue) -> EmitTarget {
        if let target = all.first(where: { $0.name == text }) { return target }
        guard !later.contains(text) else { throw UnusableValue("this version writes for \(names) only") }
        throw UnusableValue(suggestion(for: text, in: all.map(\.name)))
    }

    /// The format that `--format` calls `text`, or the first one where nobody asked.
    ///
    /// - Throws: `CommandFailure.usage` with the formats that the target has.
    func format(_ text: String?) throws(CommandFailure) -> EmitFormat {
        if let format = formats.first(where: { text == nil || $0.name == text }) { return format }
        throw .usage(
            "\(name) isn't written as \((text ?? "").quotedForMessage)",
            hint: suggestion(for: text ?? "", in: formats.map(\.name))
        )
    }
}

extension EmitTarget {
    /// Finds an option that this target doesn't know.
    ///
    /// - Throws: `CommandFailure.usage` with the targets that know it.
    func check(_ given: [TargetOption]) throws(CommandFailure) {
        guard let option = given.first(where: { !options.contains($0) }) else { return }
        let others = Self.all.flatMap { $0.names(knowing: option) }.joined(separator: ", ")
        throw .usage("\(name) knows no \(option.rawValue)", hint: "it is for \(others)")
    }

    /// What this target is called where it knows `option`; `terraform` with its providers, unless each of them does.
    private func names(knowing option: TargetOption) -> [String] {
        guard name == Self.terraform.name else { return options.contains(option) ? [name] : [] }
        let providers = TerraformProvider.allCases.filter { written(for: $0).options.contains(option) }
        guard providers.count < TerraformProvider.allCases.count else { return [name] }
        return providers.map { "\(name) --provider \($0.rawValue)" }
    }
}

/// One of the forms that a target's firewall is written in.
struct EmitFormat: Sendable {
    /// What a format is written of; `CommandFailure` where the target can't express something of it.
    enum Writer: Sendable {
        /// Of hosts that are worked out already.
        case hosts(@Sendable (EmitRequest) throws(CommandFailure) -> EmittedFirewall)
        /// Of a selection that the target works out in its own way.
        case selection(@Sendable (SelectionOptions, TargetOptions) throws(CommandFailure) -> EmittedFirewall)
    }

    /// What `--format` calls it.
    let name: String
    let writer: Writer

    /// The format `name`, in which `emit` writes hosts.
    init(name: String, emit: @escaping @Sendable (EmitRequest) throws(CommandFailure) -> EmittedFirewall) {
        self.name = name
        writer = .hosts(emit)
    }

    /// The format `name`, in which `emit` writes a selection.
    init(
        name: String,
        selection emit: @escaping @Sendable (SelectionOptions, TargetOptions) throws(CommandFailure) -> EmittedFirewall
    ) {
        self.name = name
        writer = .selection(emit)
    }
}

/// What a target made of a host's policy.
struct EmittedFirewall: Sendable {
    /// What `-o` takes.
    enum Content: Sendable {
        /// One text, for a file or standard output.
        case text(String)
        /// Files with these names, for a folder.
        case files([(name: String, text: String)])
    }

    var content: Content
    /// What standard error says: what the target leaves out because it needs no rule there.
    var notes: [String] = []
}
