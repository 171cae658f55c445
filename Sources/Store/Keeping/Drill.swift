// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging

/// Restores a backup beside the running network, on the same engine, verifies every journal, and
/// compares it with what the running network says of then. What it made is gone afterwards.
public struct Drill: Sendable {
    /// How one store came out.
    public struct Result: Sendable {
        public let slug: String
        public let entries: Int
        /// What is not as it should be; none if all is.
        public let findings: [String]
    }

    let network: Network
    let systems: [System]
    let logger: Logger
    /// A folder for what is restored, that is not there yet.
    let scratch: String

    /// - Parameter scratch: a folder that is not there yet, on a disk with room for every store.
    public init(_ network: Network, systems: [System], scratch: String, logger: Logger) {
        self.network = network
        self.systems = systems
        self.scratch = scratch
        self.logger = logger
    }

    /// Holds it with a backup, and notes how it went.
    /// - Throws: `Fault` if the backup cannot be restored.
    public func hold(
        with copies: Copies, told: @escaping KeepingProgress.Told = { _ in }
    ) async throws -> [Result] {
        let at = network.now()
        do {
            let results = try await restored(copies, told)
            let ill = results.filter { !$0.findings.isEmpty }
            let first = ill.first.map { "\($0.slug): \($0.findings[0])" }
            try await network.note(
                operation: OperationNote(
                    "drill", at: at, ill.isEmpty ? .done : .failed,
                    detail: first ?? "\(results.count) stores of \(copies.manifest.at)"))
            return results
        } catch {
            let note = OperationNote("drill", at: at, .failed, detail: network.said(error))
            try? await network.note(operation: note)
            throw error
        }
    }

    private func restored(
        _ copies: Copies, _ told: @escaping KeepingProgress.Told
    ) async throws -> [Result] {
        try Folder.make(scratch)
        let address = network.address.beside(scratch)
        defer {
            try? address.removeEverything()
            try? FileManager.default.removeItem(atPath: scratch)
        }
        // Documents are looked at where they lie in the backup.
        let shelf = FolderShelf("\(copies.folder)/documents")
        try address.takeIn(copies, systems: systems, documents: shelf, logger: logger, told: told)
        let again = try Network(
            at: address, systems: systems, law: network.law, timepiece: network.now, logger: logger,
            documents: shelf)
        var results = try copies.manifest.stores.map { copy in
            told(KeepingProgress(what: "\(copy.slug) verified", done: copy.entries))
            return try compare(copy, in: again)
        }
        // What could not be copied cannot have come back.
        for (slug, findings) in copies.manifest.findings.sorted(by: { $0.key < $1.key })
        where copies.manifest.store(slug) == nil {
            results.append(Result(slug: slug, entries: 0, findings: findings))
        }
        try await again.close()
        return results
    }

    private func compare(_ copy: StoreCopy, in again: Network) throws -> Result {
        var findings: [String] = []
        let verification = try again.verify(copy.slug)
        if let finding = verification.finding { findings.append(finding.detail) }
        let store = try again.tenant(copy.slug)
        if try store.database.read({ try $0.head() }) != copy.head {
            findings.append("the journal has another head than it had")
        }
        let ours = try store.database.read { connection in
            try connection.tables().reduce(into: [:]) {
                $0[$1] = Int(try connection.value("SELECT count(*) FROM \($1)")?.integer ?? 0)
            }
        }
        for (table, rows) in copy.rows.sorted(by: { $0.key < $1.key })
        where !StoreFilling.own.contains(table) && !table.hasPrefix("published") && ours[table] != rows {
            findings.append("\(table) has \(ours[table] ?? 0) rows, and had \(rows)")
        }
        findings += try compareWithRunning(copy)
        return Result(slug: copy.slug, entries: verification.entries, findings: findings)
    }

    /// What the running network says of then: its journal still has that head, after as many
    /// entries.
    private func compareWithRunning(_ copy: StoreCopy) throws -> [String] {
        guard copy.head != Seal.origin else { return [] }
        // It may have left the network since.
        guard try network.find(copy.slug) != nil else { return [] }
        return try network.tenant(copy.slug).database.read { connection in
            let seal = try connection.rows(
                "SELECT entries FROM seal WHERE digest = $1", [.text(copy.head)]
            ).first
            guard let last = seal?[0].text?.split(separator: ",").last?.split(separator: ":").first,
                let number = Int64(last)
            else { return ["the running journal does not have the head of the backup"] }
            let count = try connection.value(
                "SELECT count(*) FROM journal WHERE seq <= $1", [.integer(number)])
            return count == .integer(Int64(copy.entries))
                ? [] : ["the running journal has another number of entries up to the backup's head"]
        }
    }
}

extension StoreAddress {
    /// Another network's place on the same engine.
    /// - Parameter folder: its directory; on a database, its schemas are named after it.
    func beside(_ folder: String) -> StoreAddress {
        switch self {
        case .sqlite: .sqlite(directory: folder)
        case .postgres(let address):
            .postgres(address.with(prefix: "drill_\(Digest.of(folder.utf8).prefix(8))_"))
        }
    }
}
