// swift-tools-version:6.1
// SPDX-License-Identifier: EUPL-1.2
import PackageDescription

// A package of its own, so that neither the product nor its tests know of it: checks/fuzz/run.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "talka", path: "../..")],
    targets: [
        // libFuzzer's own entry, which is declared in no header that Swift finds.
        .target(name: "CLibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["CLibFuzzer", .product(name: "ForChecks", package: "talka")],
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                // Optimised, the compiler (6.3) breaks over what it counts branches with in here; the
                // parsers themselves are optimised.
                .unsafeFlags(["-Onone"]),
            ],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
    ]
)
