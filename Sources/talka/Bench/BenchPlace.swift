// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// What every bench on a network is told.
struct BenchOptions: ParsableArguments {
    @Option(
        help: """
            Where: sqlite:DIR or postgres://…; TALKA_STORE unless it is said, else a folder that is \
            taken away afterwards. It gets a folder or schemas of its own there.
            """)
    var store: String?
    @Flag(help: "Report in JSON.") var json = false
}

/// A place for one bench's network, apart from any network that is there: a folder of its own in
/// the directory, or schemas of its own in the database.
struct BenchPlace {
    /// The folder for everything that is no store.
    let directory: String
    let port: Int
    var settings: Settings
    /// Whether somebody said where; what was made then may be kept.
    let isNamed: Bool
    /// Where the database is, as PostgreSQL's own programs take it; nil on SQLite.
    let address: String?

    var isPostgres: Bool { address != nil }
    /// The engine, in a word.
    var engine: String { isPostgres ? "PostgreSQL" : "SQLite" }

    /// - Parameter name: by which its folder or its schemas are called.
    /// - Throws: `ValidationError` for a place that cannot be meant.
    init(_ name: String, _ options: BenchOptions) throws {
        let given = options.store ?? ProcessInfo.processInfo.environment["TALKA_STORE"]
        isNamed = given != nil
        port = Int.random(in: 20_000...30_000)
        let working = FileManager.default.currentDirectoryPath
        var store = given ?? "sqlite:\(working)/.build/bench-\(getpid())"
        if store.hasPrefix("sqlite:") {
            store += "/bench-\(name)"
            directory = String(store.dropFirst(7))
            address = nil
        } else {
            guard !store.contains("schemas=") else {
                throw ValidationError("A bench names its schemas itself; leave schemas= out.")
            }
            address = store
            store += (store.contains("?") ? "&" : "?") + "schemas=bench_\(name)_"
            directory = "\(working)/.build/bench-files-\(name)"
        }
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        // All come from one address, as they do behind a proxy, which may have many connections.
        settings = try Settings(for: .demonstration, environment: [
            "TALKA_TRUST_PROXY": "1",
            "TALKA_STORE": store, "TALKA_DOCUMENTS": "folder:\(directory)/documents",
            "PORT": "\(port)", "TALKA_LOG_LEVEL": "critical",
        ])
    }

    /// The schema of a tenant, on PostgreSQL.
    func schema(_ slug: String) -> String {
        if case .postgres(let address) = settings.store { address.schema(slug) } else { "" }
    }

    /// Takes away what was left there by a bench before.
    func clear() throws {
        try settings.store.removeEverything()
        try? FileManager.default.removeItem(atPath: "\(directory)/documents")
    }

    /// Takes everything away.
    func remove() {
        try? settings.store.removeEverything()
        try? FileManager.default.removeItem(atPath: directory)
        guard !isNamed else { return }
        // The folder of this process, in which its own lay.
        try? FileManager.default.removeItem(
            atPath: (directory as NSString).deletingLastPathComponent)
    }
}
