public import Policy

/// A name behind `--interface` that no packet on this machine comes in by, so that every service is closed.
enum InterfaceUnmatched: LintRule {
    static let slug = "interface-unmatched"

    static func findings(on host: ResolvedHost, context: LintContext) -> [Finding] {
        guard let present = context.interfaces else { return [] }
        return host.policy.interfaces.compactMap { finding($0.description, among: present) }
    }

    private static func finding(_ name: String, among present: [MachineInterface]) -> Finding? {
        let others = present.map(\.name).filter { $0 != "lo" }.joined(separator: ", ")
        let hint = others.isEmpty ? "it has none but lo" : "it has \(others)"
        if name == "lo" {
            return Finding(
                .warning,
                slug,
                "what comes in by lo passes anyway, and nothing from elsewhere comes in by it: services are closed",
                hint: hint
            )
        }
        let own = present.first { $0.name == name }
        if let master = own?.master {
            return warning("\(name) is a part of \(master), through which its packets come in", use: master)
        }
        guard own == nil else { return nil }
        if let real = present.first(where: { $0.otherNames.contains(name) }) {
            return warning(
                "\(name) is another name of \(real.name), and rules match that one",
                use: real.master ?? real.name
            )
        }
        return Finding(
            .warning,
            slug,
            "this machine has no interface \(name): services are closed until there is one",
            hint: hint
        )
    }

    private static func warning(_ message: String, use name: String) -> Finding {
        Finding(.warning, slug, "\(message): services are closed", hint: "--interface \(name)")
    }
}

extension ResolvedHost {
    /// What of `lint` concerns the names of interfaces; `apply`, `explain` and `doctor` say it, too.
    public func interfaceFindings(context: LintContext) -> [Finding] {
        InterfaceUnmatched.findings(on: self, context: context)
    }
}
