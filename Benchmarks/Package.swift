// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the library never resolve or build it.
let package = Package(
    name: "carbonwall-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "carbonwall", path: "..")],
    targets: [
        .executableTarget(
            name: "carbonwall-bench",
            dependencies: [.product(name: "CarbonwallRules", package: "carbonwall")],
            swiftSettings: [.swiftLanguageMode(.v6), .strictMemorySafety()]
        )
    ]
)

#if os(Linux)
package.dependencies.append(.package(url: "https://github.com/apple/swift-system", from: "1.8.0"))
package.targets += [
    .executableTarget(
        name: "netfilter-bench",
        dependencies: [
            .product(name: "Netfilter", package: "carbonwall"),
            .product(name: "SystemPackage", package: "swift-system"),
        ],
        swiftSettings: [.swiftLanguageMode(.v6), .strictMemorySafety()]
    ),
    .executableTarget(name: "netfilter-replay"),
]
#endif
