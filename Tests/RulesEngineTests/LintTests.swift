import Catalog
import Policy
import RulesEngine
import Testing

/// For each rule: what makes it speak, and what looks like that and must leave it silent.
@Suite struct LintTests {
    private let quiet: [CatalogReference] = [CatalogReference("legend")]

    /// The slugs found on the sample shop, changed by `change`; the port that never listens is closed first.
    private func slugs(
        _ context: LintContext = LintContext(),
        clustering: String = "none",
        _ change: (inout Selection) -> Void = { _ in }
    ) throws -> [String] {
        try findings(context, clustering: clustering, change).filter { $0.severity > .note }.map(\.slug)
    }

    private func findings(
        _ context: LintContext = LintContext(),
        clustering: String = "none",
        _ change: (inout Selection) -> Void = { _ in }
    ) throws -> [Finding] {
        let selection = selection([SelectedRuntime(name: "shop", clustering: clustering)]) {
            $0.disabled = quiet
            change(&$0)
        }
        return try SampleCatalog.engine.resolve(selection).lint(context: context)
    }

    @Test func `a default selection without the doubtful port is clean in every mode`() throws {
        for clustering in ["none", "list", "shout"] {
            #expect(try slugs(clustering: clustering).isEmpty)
        }
    }

    @Test func `never-listens speaks of a documented port that is open`() throws {
        #expect(try slugs { $0.disabled = [] } == ["never-listens"])
        #expect(try slugs { ($0.disabled, $0.basis) = ([], .observed) }.isEmpty)
    }

    @Test func `exposed-to-anywhere speaks of internal ports open to a whole family`() throws {
        let books = Exposure(port: CatalogReference("books"), audiences: [.components, .clients])
        #expect(try slugs { $0.exposures = [books] } == ["exposed-to-anywhere"])
        let everyIPv6 = AddressSet([try CIDR("::/0")])
        #expect(try slugs { $0.sources[.components] = everyIPv6 } == ["exposed-to-anywhere", "exposed-to-anywhere"])
        let halves = AddressSet([try CIDR("0.0.0.0/1"), try CIDR("128.0.0.0/1")])
        #expect(try slugs { $0.sources[.components] = halves } == ["exposed-to-anywhere", "exposed-to-anywhere"])
    }

    @Test func `exposed-to-anywhere is silent for narrow sources and for ports that are meant for anybody`() throws {
        let office = AddressSet([try CIDR("203.0.113.0/24")])
        let books = Exposure(port: CatalogReference("books"), audiences: [.components, .clients])
        #expect(try slugs { ($0.exposures, $0.sources) = ([books], [.clients: office]) }.isEmpty)
        let orders = [Exposure(port: CatalogReference("orders"), audiences: [.clients])]
        #expect(try slugs { $0.exposures = orders }.isEmpty)
    }

    @Test func `exposed-to-anywhere speaks of consoles and of SSH`() throws {
        let console = [Exposure(port: CatalogReference("console"), audiences: [.clients])]
        #expect(try slugs { $0.exposures = console } == ["exposed-to-anywhere"])
        let all = AddressSet([try CIDR("0.0.0.0/0")])
        let found = try findings { $0.sources[.admins] = all }.filter { $0.severity == .warning }
        #expect(found.map(\.slug) == Array(repeating: "exposed-to-anywhere", count: 3))
        #expect(
            found.first?.message.hasPrefix("22/tcp (the administrator's way in) is reachable from anywhere") == true
        )
    }

    /// Given ranges for the administrators, and whether they are too wide for SSH and the console.
    static let ranges: [(blocks: [String], isWide: Bool)] = [
        (["10.0.0.0/8"], false), (["10.0.0.0/7"], true), (["0.0.0.0/1"], true), (["198.51.100.0/24"], false),
        (["10.0.0.0/8", "11.0.0.0/8"], true), (["20.0.0.0/9", "30.0.0.0/9", "40.0.0.0/9"], true),
        (["20.0.0.0/9", "30.0.0.0/9"], false), (["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], false),
        (["2001:db8::/32"], false), (["2000::/31"], true), (["2001:db8::/33", "2001:db9::/32"], true),
        (["fd00:9::/64"], false), (["fd00::/8"], true), (["2000::/3"], true),
    ]

    @Test(arguments: ranges) func `exposed-widely speaks of given ranges wider than a /8, or a /32 of IPv6`(
        blocks: [String],
        isWide: Bool
    ) throws {
        let given = AddressSet(try blocks.map { try CIDR($0) })
        let expected = isWide ? Array(repeating: "exposed-widely", count: 3) : []
        #expect(try slugs { $0.sources[.admins] = given } == expected)
        let guards = [AdministratorGuard(TransportPorts(.tcp, .ssh), from: given, kind: .ssh)]
        #expect(try slugs { $0.ssh = guards } == Array(expected.prefix(1)))
    }

    @Test func `ssh-closed speaks where nobody may log in over SSH`() throws {
        #expect(try slugs { $0.ssh = [] } == ["ssh-closed"])
    }

    @Test func `exposed-widely measures all audiences of a port together, and only what was given`() throws {
        let (part, other) = (AddressSet([try CIDR("20.0.0.0/9")]), AddressSet([try CIDR("40.0.0.0/8")]))
        let half = AddressSet([try CIDR("0.0.0.0/1")])
        #expect(try slugs { $0.sources = [.admins: part, .components: other] } == ["exposed-widely"])
        #expect(try slugs { $0.sources[.monitoring] = half }.count == 2)
        #expect(try slugs { $0.sources[.clients] = half }.isEmpty)
    }

    private static let machine = [
        MachineInterface("lo"), MachineInterface("eth0", otherNames: ["enp3s0"]), MachineInterface("br0"),
        MachineInterface("eth1", otherNames: ["enp4s0"], master: "br0"),
    ]

    @Test(
        arguments: [
            ("eth0", nil), ("br0", nil), ("eth9", "it has eth0, br0, eth1"), ("enp3s0", "--interface eth0"),
            ("eth1", "--interface br0"), ("enp4s0", "--interface br0"), ("lo", "it has eth0, br0, eth1"),
        ] as [(String, String?)]
    )
    func `interface-unmatched speaks of names by which no packet comes in`(name: String, hint: String?) throws {
        let interfaces = [try #require(InterfaceName(name))]
        let found = try findings(LintContext(interfaces: Self.machine)) { $0.interfaces = interfaces }
        #expect(found.filter { $0.slug == "interface-unmatched" }.map(\.hint) == (hint.map { [$0] } ?? []))
        #expect(try slugs { $0.interfaces = interfaces }.isEmpty, "nothing is known of another machine")
    }

    @Test func `default-source notes whose ports every private range may reach, and no more`() throws {
        let narrow = AddressSet([try CIDR("10.0.1.0/24")])
        let notes = try findings { $0.sources[.components] = narrow }
        #expect(notes.map(\.slug) == ["default-source", "default-source"])
        #expect(notes.allSatisfy { $0.severity == .note })
        #expect(notes.first?.message.contains("every private range may reach 22/tcp, 9443/tcp") == true)
        #expect(notes.first?.hint?.hasPrefix("--from admins=") == true)
    }

    @Test func `monitoring-exposed speaks where others than monitoring reach a monitoring port`() throws {
        let office = AddressSet([try CIDR("203.0.113.0/24")])
        let both = ["gauge-a", "gauge-b"].map {
            Exposure(port: CatalogReference($0), audiences: [.monitoring, .admins])
        }
        #expect(
            try slugs { ($0.exposures, $0.sources) = (both, [.admins: office]) } == [
                "monitoring-exposed", "monitoring-exposed",
            ]
        )
        #expect(try slugs { $0.exposures = both }.isEmpty, "admins and monitoring are the same private ranges here")
        #expect(try slugs { ($0.exposures, $0.sources) = (both, [.admins: office, .monitoring: office]) }.isEmpty)
    }

    @Test func `missing-companion speaks where the second port is closed or open to fewer`() throws {
        #expect(try slugs { $0.disabled += [CatalogReference("gauge-b")] } == ["missing-companion"])
        let wide = Exposure(port: CatalogReference("gauge-a"), audiences: [.monitoring, .admins])
        let office = AddressSet([try CIDR("203.0.113.0/24")])
        let all = AddressSet([try CIDR("203.0.113.0/24"), try CIDR("10.0.0.0/8")])
        #expect(
            try slugs { ($0.exposures, $0.sources) = ([wide], [.monitoring: office, .admins: all]) }
                == ["monitoring-exposed", "missing-companion"]
        )
    }

    @Test func `missing-companion is silent where both are open or both closed`() throws {
        #expect(try slugs().isEmpty)
        #expect(try slugs { $0.disabled += [CatalogReference("gauge")] }.isEmpty)
        #expect(try slugs { $0.disabled += [CatalogReference("gauge-a")] }.isEmpty)
    }

    @Test(arguments: CloudProvider.allCases)
    func `multicast-unavailable speaks in a cloud`(cloud: CloudProvider) throws {
        #expect(try slugs(LintContext(cloud: cloud), clustering: "shout") == ["multicast-unavailable"])
        #expect(try slugs(LintContext(cloud: cloud), clustering: "list").isEmpty)
    }

    @Test func `multicast-unavailable speaks without IPv4 peers and with its port closed`() throws {
        let onlyIPv6 = AddressSet([try CIDR("fd00:9::/64")])
        #expect(try slugs(clustering: "shout") { $0.sources[.cluster] = onlyIPv6 } == ["multicast-unavailable"])
        #expect(try slugs(clustering: "list") { $0.sources[.cluster] = onlyIPv6 }.isEmpty)
        #expect(
            try slugs(clustering: "shout") { $0.disabled += [CatalogReference("shouting")] } == [
                "multicast-unavailable"
            ]
        )
        #expect(try slugs(clustering: "shout").isEmpty)
    }

    @Test func `ephemeral-port speaks of ports that the kernel hands out, unless they are reserved`() throws {
        let range = try #require(PortRange(32768, 60999))
        let discovery = try #require(PortRange(45564))
        #expect(try slugs(LintContext(ephemeralPorts: range), clustering: "shout") == ["ephemeral-port"])
        #expect(try slugs(LintContext(ephemeralPorts: range), clustering: "none").isEmpty)
        #expect(try slugs(LintContext(ephemeralPorts: range, reservedPorts: [discovery]), clustering: "shout").isEmpty)
        #expect(try slugs(clustering: "shout").isEmpty, "nothing is known of another machine")
    }

    @Test func `ephemeral-port's advice keeps what is reserved already`() throws {
        let range = try #require(PortRange(32768, 60999))
        let reserved = try #require(PortRange(50000, 50010))
        let shout = selection([SelectedRuntime(name: "shop", clustering: "shout")])
        let context = LintContext(ephemeralPorts: range, reservedPorts: [reserved])
        let findings = try SampleCatalog.engine.resolve(shout).lint(context: context)
        #expect(findings.compactMap(\.hint).contains { $0.hasSuffix("ip_local_reserved_ports=50000-50010,45564") })
    }

    @Test(arguments: [
        ("Amazon EC2", "t3.micro", "", CloudProvider.aws),
        ("Google", "Google Compute Engine", "", .google),
        ("Microsoft Corporation", "Virtual Machine", "7783-7084-3265-9085-8269-3286-77", .azure),
        ("Microsoft Corporation", "Virtual Machine", "", nil),
        ("Google", "Pixelbook", "", nil),
        ("QEMU", "Standard PC", "", nil),
    ])
    func `a machine's firmware tells its cloud`(vendor: String, product: String, tag: String, cloud: CloudProvider?) {
        #expect(CloudProvider(systemVendor: vendor, productName: product, chassisAssetTag: tag) == cloud)
    }
}
