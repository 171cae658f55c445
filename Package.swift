// swift-tools-version:6.1
// SPDX-License-Identifier: EUPL-1.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
]

/// The systems. Adding one is a folder under `Systems/`, its name here, and its place in
/// `Sources/talka/Composition.swift`; `docs/guides/first-system.md` goes through it.
let systems: [String] = ["Directory", "Following", "Knowledge", "Planning", "Twin"]

let systemTargets: [Target] = systems.flatMap { name -> [Target] in
    [
        .target(
            name: name,
            dependencies: ["Interfaces", "Web", "Store", "Outgoing", "Kernel"],
            path: "Systems/\(name)",
            exclude: ["README.md", "Tests"],
            sources: ["Sources", "Stories"],
            resources: [.copy("Words"), .copy("Rules"), .copy("Facts")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "\(name)Tests",
            dependencies: [.byName(name: name), "TestKit"],
            path: "Systems/\(name)/Tests",
            swiftSettings: settings
        ),
    ]
}

let package = Package(
    name: "talka",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "talka", targets: ["talka"]),
        // For the fuzzers, which are a package of their own (checks/fuzz).
        .library(
            name: "ForChecks",
            targets: ["Kernel", "Outgoing", "Store", "Web", "Interfaces", "TestKit"] + systems),
    ],
    // Each in one version; those that these bring are held by packaging/pins.
    dependencies: [
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        // Hummingbird brings both; the server names what it uses of them.
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        // Hummingbird brings it, too; spans are made by it and sent by Outgoing.
        .package(url: "https://github.com/apple/swift-distributed-tracing", exact: "1.7.3"),
    ],
    targets: [
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .systemLibrary(
            name: "CPostgres",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
        ),
        .systemLibrary(
            name: "CTLS",
            pkgConfig: "libssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .target(
            name: "Kernel",
            resources: [.copy("Jurisdictions")],
            swiftSettings: settings
        ),
        .target(
            name: "Outgoing",
            dependencies: [
                "Kernel", "CCurl", .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings),
        .target(
            name: "TLS", dependencies: ["CTLS", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: settings),
        .target(
            name: "Store",
            dependencies: [
                "Kernel", "Outgoing", "COpenSSL", "CPostgres",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Web",
            dependencies: [
                "Store", "Outgoing", "Kernel", "TLS",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Assets"), .copy("Words")],
            swiftSettings: settings
        ),
        .target(
            name: "Interfaces", dependencies: ["Web", "Store", "Kernel"],
            resources: [.copy("Words")], swiftSettings: settings),
        .target(name: "Measuring", dependencies: ["Kernel"], swiftSettings: settings),
        .target(
            name: "TestKit",
            dependencies: ["Interfaces", "Web", "Store", "Outgoing", "Kernel", "COpenSSL"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "talka",
            dependencies: systems.map { .byName(name: $0) } + [
                "Interfaces", "Web", "Store", "Outgoing", "Kernel", "TLS", "Measuring",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        // Faults from a seed, by `checks/simulate`: a program of its own, and no part of the product.
        .executableTarget(
            name: "simulate",
            dependencies: ["Store", "Kernel", .product(name: "Logging", package: "swift-log")],
            path: "Tests/Simulation", swiftSettings: settings),
        // What strangers may send, from a seed, by `checks/fuzz/twin`: a program of its own, too.
        .executableTarget(
            name: "fuzz", dependencies: ["Twin", "TestKit", "Web", "Outgoing", "Kernel"],
            path: "Tests/Fuzz", swiftSettings: settings),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: settings),
        .testTarget(
            name: "MeasuringTests", dependencies: ["Measuring"], swiftSettings: settings),
        .testTarget(
            name: "OutgoingTests", dependencies: ["Outgoing", "Kernel"], swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Interfaces", "Web", "Store", "Outgoing", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(name: "WebTests", dependencies: ["Web", "TestKit"], swiftSettings: settings),
        .testTarget(
            name: "InterfacesTests", dependencies: ["Interfaces", "TestKit"],
            swiftSettings: settings),
        // The system that docs/guides/first-system.md builds, so that the guide stays true.
        .testTarget(
            name: "GuideTests", dependencies: ["Interfaces", "Web", "Store", "Kernel", "TestKit"],
            exclude: ["Allotments/README.md"],
            resources: [.copy("Allotments/Words"), .copy("Allotments/Rules")],
            swiftSettings: settings),
        .testTarget(
            name: "TidyTests",
            dependencies: systems.map { .byName(name: $0) } + ["Interfaces", "Web", "Kernel"],
            swiftSettings: settings),
    ] + systemTargets
)
