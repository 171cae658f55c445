// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging

/// Where every store of a network stands with this release: looked at, tried on a copy, or brought
/// forward, several at a time. Nothing is opened as the program opens it, so that looking changes
/// nothing.
public struct Migrations: Sendable {
    /// How one store stands.
    public struct Status: Sendable {
        /// What became of it, or would.
        public enum Outcome: Sendable, Equatable {
            /// This release has nothing to do in it.
            case current
            /// What it lacks, by name; `index` where only an index is missing.
            case waiting([String])
            /// It was brought forward, or could be: the same.
            case done([String])
            /// A newer program's, or it failed.
            case failed(String)
        }
        public let slug: String
        public let outcome: Outcome
        /// What was done last: number, name, moment, release.
        public let last: String?
    }

    private let place: any StorePlace
    private let systems: SystemSet
    private let timepiece: Timepiece
    private let tables: TableSet
    /// How many stores are worked on at once.
    private static let atOnce = 4

    /// - Throws: `Fault` if the stores cannot be reached.
    public init(
        of address: StoreAddress, systems: [System], timepiece: @escaping Timepiece, logger: Logger
    ) throws {
        place = try address.place(logger: logger)
        self.systems = SystemSet(systems)
        self.timepiece = timepiece
        tables = TableSet(systems)
    }

    /// Looks at every store.
    public func status() async throws -> [Status] {
        try await each { slug, database, schema in
            if try database.read({ try schema.isApplied(to: $0) }) { return .current }
            let lacks = try database.read { try schema.lacking(on: $0).map(\.name) }
            return .waiting(lacks.isEmpty ? ["index"] : lacks)
        }
    }

    /// Tries it on a copy of every store, and verifies the journal in it.
    /// - Parameter folder: for the copies; they are gone afterwards.
    public func tried(in folder: String) async throws -> [Status] {
        try Folder.make(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await each { slug, database, schema in
            if try database.read({ try schema.isApplied(to: $0) }) { return .current }
            let path = "\(folder)/\(slug).sqlite"
            let file = try CopyFile.making(path)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let lacks = try file.write { copy in
                _ = try database.read {
                    try StoreCopier(slug: slug, database: database, tables: tables, path: path)
                        .copyTables(from: $0, to: copy)
                }
                let lacks = try schema.lacking(on: copy).map(\.name)
                try schema.apply(to: copy)
                return lacks
            }
            let found = try file.read { try Examination(of: slug, on: $0, tables) }.verification.finding
            try file.close()
            return found.map { .failed("the copy is not sound: \($0.detail)") } ?? .done(lacks)
        }
    }

    /// Brings every store forward. One that fails is left as it was, and the others go on.
    public func apply() async throws -> [Status] {
        try await each { _, database, schema in
            if try database.read({ try schema.isApplied(to: $0) }) { return .current }
            let lacks = try database.read { try schema.lacking(on: $0).map(\.name) }
            try database.writeAlone { try schema.apply(to: $0) }
            return .done(lacks.isEmpty ? ["index"] : lacks)
        }
    }

    private typealias Work =
        @Sendable (_ slug: String, _ database: any Database, _ schema: Schema) throws -> Status.Outcome

    /// The commons first: without it nothing works.
    private func each(_ work: @escaping Work) async throws -> [Status] {
        var all: [Status] = []
        let slugs = try place.slugs()
        if slugs.contains(Tenant.commons) { all.append(one(Tenant.commons, work)) }
        let waiting = slugs.filter { $0 != Tenant.commons }
        all += await withTaskGroup(of: Status.self) { group in
            var next = waiting.makeIterator()
            for slug in (0..<Self.atOnce).compactMap({ _ in next.next() }) {
                group.addTask { one(slug, work) }
            }
            var done: [Status] = []
            for await status in group {
                done.append(status)
                if let slug = next.next() { group.addTask { one(slug, work) } }
            }
            return done.sorted { $0.slug < $1.slug }
        }
        try place.close()
        return all
    }

    private func one(_ slug: String, _ work: Work) -> Status {
        do {
            let schema = Network.schema(systems, isCommons: slug == Tenant.commons, timepiece)
            let database = try place.openAsItIs(slug)
            defer { try? database.close() }
            let outcome: Status.Outcome
            do { outcome = try work(slug, database, schema) } catch {
                outcome = .failed(Self.words(error))
            }
            return Status(slug: slug, outcome: outcome, last: try? database.read(Self.last))
        } catch {
            return Status(slug: slug, outcome: .failed(Self.words(error)), last: nil)
        }
    }

    private static func words(_ error: any Error) -> String {
        if case Refusal.outOfService(let phrase) = error { return phrase.key }
        return "\(error)"
    }

    private static func last(on connection: any Connection) throws -> String? {
        guard try connection.tables().contains("migration") else { return nil }
        let row = try connection.rows(
            "SELECT number, at, release, name FROM migration ORDER BY number DESC LIMIT 1").first
        return row.map { row in
            "\(row[0].integer ?? 0), \(row[1].text ?? ""), release \(row[2].text ?? "")"
        }
    }
}
