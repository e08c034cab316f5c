import HostRuleset
import Policy

extension RulesetText {
    /// The comments at the top: what the file is, how to use it, who may reach what, and what the reader has to know.
    ///
    /// `usage` is whole lines that begin with `#`.
    mutating func appendHeader(_ policy: HostPolicy, toolVersion: String, usage: StaticString) {
        append("# Host firewall for ")
        append(PlainText(policy.title, limit: Self.longestHeaderText))
        append("\n# Written by carbonwall ")
        append(PlainText(toolVersion))
        append(". Change the selection and emit it again rather than edit this file.\n#\n")
        append(usage)
        append("#\n")
        append(policy.scope)
        if policy.egress != nil {
            append("# Output is fenced too: only the listed destinations, names, time and addresses.\n")
        }
        if policy.rejects {
            append("# Private sources are told that a port is closed; nobody else gets an answer.\n")
        }
        appendInterfaces(policy.interfaces)
        append("#\n# Who may reach it:\n")
        policy.guards.forEach { append($0) }
        for source in policy.sources where policy.services.contains(where: { $0.audiences.contains(source.audience) }) {
            append(source)
        }
        appendNotes(policy.notes)
        append("\n")
    }

    /// Header lines have no limit of nft's, but should stay readable.
    private static var longestHeaderText: Int { 400 }
    /// Of a list of addresses in the header; the set below has them all.
    private static var addressesShown: Int { 8 }

    private mutating func append(_ scope: HostPolicy.Scope) {
        switch scope {
        case .host: append("# Decides about the whole host: what isn't allowed is dropped.\n")
        case .product: append("# Decides about the products' own ports only: everything else passes.\n")
        }
    }

    private mutating func appendInterfaces(_ interfaces: [InterfaceName]) {
        guard !interfaces.isEmpty else { return }
        append("# Services are reached through these interfaces only:")
        for interface in interfaces {
            append(" ")
            append(interface)
        }
        append("\n")
    }

    private mutating func append(_ administratorGuard: AdministratorGuard) {
        append("#   administrator's way in, ")
        append(PlainText("\(administratorGuard.allowed)"))
        append(": ")
        if let addresses = administratorGuard.addresses { append(addresses) } else { append("admins") }
        append("\n")
    }

    private mutating func append(_ source: Source) {
        append("#   ")
        append(PlainText(source.audience.rawValue))
        append(": ")
        append(source.addresses)
        append(source.isDefault ? " (default)\n" : "\n")
    }

    private mutating func append(_ addresses: AddressSet) {
        let v4 = addresses.v4.intervals.prefix(Self.addressesShown)
        let v6 = addresses.v6.intervals.prefix(Self.addressesShown - v4.count)
        let count = addresses.v4.intervals.count + addresses.v6.intervals.count
        if count == 0 { append("nobody") }
        appendItems(v4) { $0.append($1) }
        if !v4.isEmpty, !v6.isEmpty { append(", ") }
        appendItems(v6) { $0.append($1) }
        if count > Self.addressesShown {
            append(" and ")
            append(UInt64(count - Self.addressesShown))
            append(" more")
        }
    }

    private mutating func appendNotes(_ notes: [String]) {
        guard !notes.isEmpty else { return }
        append("#\n# To know:\n")
        for note in notes {
            append("#   - ")
            append(PlainText(note, limit: Self.longestHeaderText))
            append("\n")
        }
    }
}
