// SPDX-License-Identifier: EUPL-1.2

import Testing

/// `Systems → Interfaces → Web → Store → Outgoing → Kernel`; each may use all to its right.
struct WallsTests {
    private static let core = ["Interfaces", "Web", "Store", "Outgoing", "Kernel"]

    /// What comes from outside, and who alone may use it.
    private static let outside: [(module: String, folders: [String])] = [
        ("GRDB", ["Sources/Store/", "Tests/StoreTests/"]),
        ("GRDBSQLite", ["Sources/Store/Engine/"]),
        ("CPostgres", ["Sources/Store/Engine/PostgreSQL/"]),
        ("COpenSSL", ["Sources/Store/", "Sources/TestKit/"]),
        ("CCurl", ["Sources/Outgoing/"]),
        ("Hummingbird", ["Sources/Web/"]), ("HTTPTypes", ["Sources/Web/"]),
        ("NIO", ["Sources/Web/", "Sources/TLS/"]), ("CTLS", ["Sources/TLS/"]),
        ("TLS", ["Sources/Web/Server/", "Sources/talka/"]),
        ("ServiceLifecycle", ["Sources/Web/Server/"]), ("UnixSignals", ["Sources/Web/Server/"]),
        (
            "Logging",
            ["Sources/Store/", "Sources/Web/", "Sources/TestKit/", "Sources/talka/", "Tests/"]
        ),
        (
            "Tracing",
            ["Sources/Outgoing/", "Sources/Store/", "Sources/Web/Operating/", "Sources/TestKit/"]
        ),
        ("ArgumentParser", ["Sources/talka/"]), ("Foundation", [""]), ("Synchronization", [""]),
        ("Testing", ["Tests/", "Systems/"]), ("TestKit", ["Tests/", "Systems/"]),
        ("Measuring", ["Sources/talka/Bench/", "Tests/MeasuringTests/"]),
        ("PackageDescription", ["Package.swift"]), ("Glibc", ["Sources/talka/"]),
        ("Darwin", ["Sources/talka/"]), ("Dispatch", ["Sources/talka/", "Systems/Planning/Sources/Import/"]),
        ("FoundationXML", ["Tests/"]), ("FoundationNetworking", ["Tests/"]),
    ]

    private struct Use {
        let file: Repository.File
        let line: Int
        let module: String
        var place: String { "\(file.path):\(line): import \(module)" }
    }

    /// Without the fuzzers, which are a package of their own and feed parsers wherever they are.
    private static let files = Repository.swift.filter { !$0.path.hasPrefix("checks/") }

    private static let uses: [Use] = files.flatMap { file in
        file.code.lines.enumerated().compactMap { index, line -> Use? in
            guard let match = line.wholeMatch(of: /\s*(?:@?\w+ )*import (?:\w+ )?(\w+)[\w.]*\s*/),
                line.contains("import ")
            else { return nil }
            return Use(file: file, line: index + 1, module: String(match.1))
        }
    }

    @Test func coreUsesOnlyWhatLiesBelowIt() {
        let found = Self.uses.filter { use in
            guard let own = Self.core.firstIndex(where: { use.file.path.hasPrefix("Sources/\($0)/") }),
                let used = Self.core.firstIndex(of: use.module)
            else { return false }
            return used <= own
        }
        #expect(found.isEmpty, list(found.map(\.place)))
    }

    @Test func systemsMeetOnlyInWhatTheCoreOffers() {
        let found = Self.uses.filter { use in
            guard Lists.folders.contains(use.module) else { return false }
            return !use.file.path.hasPrefix("Systems/\(use.module)/")
                && !use.file.path.hasPrefix("Sources/talka/")
                && !use.file.path.hasPrefix("Tests/TidyTests/")
                && !use.file.path.hasPrefix("Tests/Fuzz/")
        }
        #expect(found.isEmpty, list(found.map(\.place)))
    }

    @Test func eachPackageIsUsedInItsPlaceAlone() {
        let own = Self.core + Lists.folders
        let found = Self.uses.filter { use in
            if own.contains(use.module) { return false }
            let allowed = Self.outside.filter {
                use.module == $0.module || ($0.module == "NIO" && use.module.hasPrefix("NIO"))
                    || ($0.module == "Hummingbird" && use.module.hasPrefix("Hummingbird"))
            }.flatMap(\.folders)
            return !allowed.contains { use.file.path.hasPrefix($0) }
        }
        #expect(found.isEmpty, list(found.map(\.place)))
    }

    @Test func kernelDoesNoInputOrOutput() {
        // The folder its own jurisdictions lie in is named there, and read in Store.
        let doers = [
            "FileManager", "FileHandle", "URLSession", "Process(", "ProcessInfo", "Date()",
            "Data(contentsOf", "String(contentsOf",
        ]
        var found: [String] = []
        for file in Repository.swift where file.path.hasPrefix("Sources/Kernel/") {
            for (index, line) in file.code.lines.enumerated()
            where doers.contains(where: { line.contains($0) }) {
                found.append("\(file.path):\(index + 1): \(line.drop { $0 == " " })")
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func theListsOfSystemsAgree() throws {
        #expect(Lists.folders == (try Lists.inPackage()))
        #expect(Lists.folders == (try Lists.inComposition()))
        for name in Lists.folders {
            for needed in ["README.md", "Words/en.json"] {
                #expect(Repository.file("Systems/\(name)/\(needed)") != nil, "Systems/\(name)/\(needed)")
            }
        }
    }
}

/// The three places that name the systems.
enum Lists {
    /// The folders under `Systems`.
    static let folders: [String] = Set(
        Repository.files.compactMap { file -> String? in
            let parts = file.path.split(separator: "/")
            return parts.count > 2 && parts[0] == "Systems" ? String(parts[1]) : nil
        }
    ).sorted()

    static func inPackage() throws -> [String] {
        let text = try #require(Repository.file("Package.swift")).text
        let match = try #require(text.firstMatch(of: /let systems: \[String\] = \[([^\]]*)\]/))
        return match.1.matches(of: /"(\w+)"/).map { String($0.1) }.sorted()
    }

    /// The faces the product is composed of.
    static func inComposition() throws -> [String] {
        let text = try #require(Repository.file("Sources/talka/Composition.swift")).text
        return text.matches(of: /try (\w+)Face\.face\(\w*\)/).map { String($0.1) }.sorted()
    }
}
