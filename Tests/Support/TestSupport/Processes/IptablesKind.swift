#if os(Linux)
/// The two programs that go by the name of iptables.
public enum IptablesKind: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Through nf_tables.
    case nft
    /// Through the tables of old.
    case legacy

    /// `iptables-nft`.
    public var description: String { "iptables-\(rawValue)" }

    /// All the names that each goes by.
    public static let programs = ["iptables", "ip6tables"].flatMap { [$0, "\($0)-save", "\($0)-restore"] }

    /// Those that are installed and that the kernel knows.
    public static var working: [IptablesKind] {
        get async {
            var working: [IptablesKind] = []
            for kind in allCases {
                let list: @Sendable () throws -> Void = {
                    try ProcessRunner.output(of: [kind.program("ip6tables-save"), "-t", "filter"])
                }
                if (try? await NetworkNamespace.isolated(list)) != nil { working.append(kind) }
            }
            return working
        }
    }

    /// What this one is called on a host that has both.
    public func program(_ name: String) -> String {
        let (family, purpose) = (name.prefix { $0 != "-" }, name.drop { $0 != "-" })
        return "\(family)-\(rawValue)\(purpose)"
    }
}
#endif
