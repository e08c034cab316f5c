// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
]

/// What only a manifest read on Linux declares: a condition would need the targets everywhere.
func onLinux(_ names: String...) -> [Target.Dependency] {
    #if os(Linux)
    return names.map { .target(name: $0) }
    #else
    return []
    #endif
}

let package = Package(
    name: "carbonwall",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "carbonwall", targets: ["carbonwall"]),
        .library(name: "CarbonwallRules", targets: ["Policy", "Catalog", "RulesEngine", "Emitters"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    ],
    targets: [
        // The intermediate representation: addresses, ports, services, verdicts.
        .target(name: "Policy", swiftSettings: settings),

        // libyaml, with line and column for every value.
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .target(name: "YAMLReader", dependencies: ["CYAML", "Policy"], swiftSettings: settings),

        // What the products open: rules/*.yaml, compiled in.
        .target(
            name: "Catalog",
            dependencies: ["Policy", "YAMLReader"],
            exclude: ["rules"],
            swiftSettings: settings,
            plugins: ["EmbedRules"]
        ),
        .plugin(name: "EmbedRules", capability: .buildTool(), dependencies: ["embed-rules"]),
        .executableTarget(name: "embed-rules", swiftSettings: settings),

        // A selection and the catalog -> what a host lets in.
        .target(name: "RulesEngine", dependencies: ["Policy", "Catalog", "YAMLReader"], swiftSettings: settings),

        // A host policy as tables, sets, chains and rules; rendered as text here and as netlink messages by apply.
        .target(name: "HostRuleset", dependencies: ["Policy"], swiftSettings: settings),
        .target(name: "Emitters", dependencies: ["Policy", "HostRuleset", "YAMLReader"], swiftSettings: settings),

        .executableTarget(
            name: "carbonwall",
            dependencies: [
                "Policy", "Catalog", "RulesEngine", "HostRuleset", "Emitters",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ] + onLinux("CArguments", "CLinux", "Enforcement", "Netfilter"),
            swiftSettings: settings
        ),

        // What only tests need: processes, network namespaces, raw packets.
        .systemLibrary(name: "CLinuxNetwork", path: "Tests/Support/CLinuxNetwork"),
        .target(
            name: "TestSupport",
            dependencies: ["CLinuxNetwork", "Policy"],
            path: "Tests/Support/TestSupport",
            swiftSettings: settings
        ),

        .testTarget(name: "PolicyTests", dependencies: ["Policy", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "YAMLReaderTests", dependencies: ["YAMLReader", "Policy"], swiftSettings: settings),
        .testTarget(
            name: "CatalogTests",
            dependencies: ["Catalog", "Policy", "TestSupport", "embed-rules"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RulesEngineTests",
            dependencies: ["RulesEngine", "Catalog", "Policy", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EmitterTests",
            dependencies: ["Emitters", "HostRuleset", "Policy", "TestSupport", "YAMLReader"],
            exclude: ["Golden"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "KernelTests",
            dependencies: [
                "Emitters", "HostRuleset", "RulesEngine", "Catalog", "Policy", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ] + onLinux("Enforcement", "Netfilter"),
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: ["carbonwall", "Catalog", "Policy", "RulesEngine", "TestSupport"]
                + onLinux("enforcement-probe"),
            exclude: ["Snapshots"],
            swiftSettings: settings
        ),
    ]
)

#if os(Linux)
// nf_tables through libnftnl and libmnl, which only Linux has.
package.products.append(.library(name: "Netfilter", targets: ["Netfilter"]))
package.targets += [
    // The arguments of main, without /proc.
    .target(name: "CArguments"),
    .systemLibrary(
        name: "CNetfilter",
        pkgConfig: "libnftnl",
        providers: [.apt(["libnftnl-dev", "libmnl-dev"])]
    ),
    .target(name: "Netfilter", dependencies: ["CNetfilter"], swiftSettings: settings),
    // What the library's page shows, as programs that the tests run.
    .executableTarget(
        name: "open-ports",
        dependencies: ["Netfilter"],
        path: "NetfilterExamples/open-ports",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "block-list",
        dependencies: ["Netfilter"],
        path: "NetfilterExamples/block-list",
        swiftSettings: settings
    ),

    // A host policy in the kernel: plan, apply, confirm, roll back.
    .systemLibrary(name: "CLinux"),
    .target(
        name: "Enforcement",
        dependencies: [
            "CLinux", "HostRuleset", "Netfilter", "Policy",
            .product(name: "SystemPackage", package: "swift-system"),
        ],
        swiftSettings: settings
    ),
    // What the tests kill, hang up on and call sshd.
    .executableTarget(
        name: "enforcement-probe",
        dependencies: ["CLinux", "Enforcement", "Policy", .product(name: "SystemPackage", package: "swift-system")],
        path: "Tests/Support/EnforcementProbe",
        swiftSettings: settings
    ),

    .testTarget(
        name: "EnforcementTests",
        dependencies: [
            "Enforcement", "Emitters", "HostRuleset", "Netfilter", "Policy", "TestSupport", "enforcement-probe",
            .product(name: "SystemPackage", package: "swift-system"),
        ],
        swiftSettings: settings
    ),
    .testTarget(
        name: "NetfilterTests",
        dependencies: ["Netfilter", "TestSupport", "open-ports", "block-list"],
        exclude: ["Messages"],
        swiftSettings: settings
    ),
]
#endif
