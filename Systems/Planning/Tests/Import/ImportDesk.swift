// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Store
import TestKit

/// A network with one tenant, into which cases are taken.
struct ImportDesk {
    let test: TestNetwork
    let store: TenantStore
    private let slug: String

    init(_ slug: String = "millford", jurisdiction: String = "gb-eng") async throws {
        test = try TestNetwork(
            [.planning], rules: [Pack.england.get().rules, Pack.ireland.get().rules],
            at: "2024-02-26T09:00:00Z")
        store = try await test.open(slug, jurisdiction: jurisdiction, systems: ["planning"])
        self.slug = slug
    }

    func importer() throws -> ODPImport { try ODPImport(network: test.network, tenant: slug) }

    /// Takes in one case, or a list of them, as a file.
    func take(_ json: JSON, as name: String = "case.json") async throws -> ODPFileReport {
        try await importer().take(file: name, bytes: json.encoded())
    }

    /// Takes in a file of a single case.
    @discardableResult
    func takeOne(_ json: JSON) async throws -> ODPCaseReport { try await take(json).cases[0] }

    func list<R: Record>(
        _: R.Type, _ filters: [Query.Filter] = []
    ) throws -> [Stored<R>] {
        try store.read(as: .system("test")) {
            try $0.list(R.self, Query(filters, limit: 100_000))
        }
    }

    var cases: [Stored<Application>] { get throws { try list(Application.self) } }

    /// The journal's entries, newest first.
    var journal: [JournalEntry] {
        get throws {
            try store.read(as: .system("test")) { try $0.journal(JournalFilter(limit: 100_000)) }
        }
    }

    /// What an officer does with a case.
    func officer(
        _ action: String, on id: RecordID, _ input: Values = [:]
    ) async throws -> StoredRow {
        let kind = System.planning.actions.first { $0.name == action }
        guard let kind else { throw Fault("there is no action \(action)") }
        let officer = Actor(.person(.new(at: test.clock.now)), roles: [.officer])
        return try await store.perform(
            ActionCall(kind, by: officer, on: id, input: input), at: test.clock.now
        ).row
    }

    /// Everything that everyone may see, as the commons keeps it.
    func published(_ kind: String = "planning.application") async throws -> [Publication] {
        await test.network.settle()
        return try Register(commons: test.network.commons)
            .page(RegisterQuery(kind: kind, limit: 1_000, isWhole: true))
            .items.compactMap(\.publication)
    }
}
