// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Network {
    /// What became of the records of somebody who asked to be erased.
    public struct ErasureReport: Sendable {
        /// One record: whose store it is in, which it is, and how many of its fields were erased.
        public struct Line: Sendable {
            public let tenant: String
            public let record: String
            public let id: String
            /// The law that keeps it; nil: it was erased.
            public let kept: String?
        }
        public var lines: [Line] = []
    }

    /// Erases a person wherever the law lets it: in every version of their records at every tenant,
    /// in drafts, in what is published and searched, in notices and mail; closes their account and
    /// ends their sessions. Journals keep their digests and verify. Done again, what was left by an
    /// interruption is erased.
    /// - Throws: `Refusal.notFound` for no such person; `Refusal.notNow` for the last administrator.
    public func erase(_ id: RecordID) async throws -> ErasureReport {
        guard let person = try commons.read(as: .system("erasure"), { try $0.find(Person.self, id) })
        else { throw Refusal.notFound }
        var report = ErasureReport()
        // Their account last: by its e-mail the rest is found, should this be interrupted.
        try mustNotBeLast(id)
        for slug in try tenants().map(\.slug) {
            report.lines += try await erase(PersonalFinds(person), in: tenant(slug), and: [])
        }
        let closing = person.state == "active"
            ? [ActionCall(PeopleActions.close.kind, by: .system("erasure"), on: id)] : []
        report.lines += try await erase(
            PersonalFinds(person), in: commons, and: try endings(of: id) + closing)
        return report
    }

    private func mustNotBeLast(_ person: RecordID) throws {
        let held = try commons.read(as: .system("erasure")) { reader in
            try reader.list(
                Membership.self,
                Query([
                    .field("tenant", is: Tenant.commons),
                    .field("role", is: Role.administrator.rawValue), .state("held"),
                ], limit: 1_000)
            ).filter { try !$0.fields.waits(for: reader.find(Person.self, $0.person)?.fields) }
        }
        let isOne = held.contains { $0.fields.person == person }
        guard !isOne || held.contains(where: { $0.fields.person != person }) else {
            throw Refusal.notNow(Phrase("refusal.last_administrator"))
        }
    }

    /// The roles that end with the account.
    private func endings(of person: RecordID) throws -> [ActionCall] {
        try commons.read(as: .system("erasure")) { reader in
            try reader.list(
                Membership.self, Query([.field("person", is: person), .state("held")], limit: 1_000))
        }.map { ActionCall(RoleActions.endRole.kind, by: .system("setup"), on: $0.id) }
    }

    private func erase(
        _ finds: PersonalFinds, in store: TenantStore, and calls: [ActionCall]
    ) async throws -> [ErasureReport.Line] {
        let slug = store.tenant.slug
        let all = try store.database.read { try finds.all(on: $0, store.tables) }
        let kept = all.filter { $0.kept != nil }
        let erased = all.filter { $0.kept == nil }
        let due = erased.filter { !$0.filled.isEmpty }
        var erasure = Erasure()
        erasure.person = finds.person
        erasure.erased = .array(due.map(\.json))
        erasure.kept = .array(kept.map {
            [
                "record": .string($0.table.kind.key), "id": .string($0.id),
                "reason": .optional($0.kept),
            ]
        })
        // What everyone sees goes first: afterwards the store no longer says what it was.
        let ids = due.map(\.id)
        let note = due.isEmpty && calls.isEmpty
            ? []
            : [ActionCall(Erasure.note.kind, by: .system("erasure"), input: erasure.values)]
        let isCommons = slug == Tenant.commons
        if !note.isEmpty {
            try await store.perform(calls + note, at: now()) { connection in
                let eraser = Eraser(connection: connection, person: finds.person)
                for find in due { try eraser.erase(find) }
                try eraser.eraseTold()
                if isCommons { try eraser.closeAccount() }
            }
        }
        try await unpublish(slug, ids + (try erasedIDs(in: store)))
        return (due + kept).map {
            ErasureReport.Line(tenant: slug, record: $0.table.kind.key, id: $0.id, kept: $0.kept)
        }
    }

    private func erasedIDs(in store: TenantStore) throws -> [String] {
        try store.database.read { try ErasedValues(on: $0) }.records.sorted()
    }

    /// Takes out of the commons, and of its search, what is published of erased records.
    private func unpublish(_ slug: String, _ ids: [String]) async throws {
        let shown = try commons.database.read { connection in
            try ids.filter {
                try connection.value(
                    "SELECT 1 FROM published WHERE tenant = $1 AND record = $2 LIMIT 1",
                    [.text(slug), .text($0)]) != nil
            }
        }
        guard !shown.isEmpty else { return }
        let kinds = systems.publishedKinds
        try await commons.database.write { connection in
            let publisher = Publisher(kinds: kinds, connection: connection)
            for id in shown { try publisher.remove(where: "record = $1", .text(id)) }
        }
    }
}

/// Erases values in one store, within the transaction that says so.
struct Eraser {
    let connection: any Connection
    let person: RecordID

    /// Every version, and what stands apart of it: the digests stay.
    func erase(_ find: PersonalFinds.Find) throws {
        let sets = find.filled.map { "\($0) = NULL" }.joined(separator: ", ")
        try connection.run("UPDATE \(find.table.kind.table) SET \(sets) WHERE id = $1", [.text(find.id)])
        for field in find.filled {
            try connection.run(
                "UPDATE personal SET value = NULL, salt = '' "
                    + "WHERE record = $1 AND record_id = $2 AND field = $3",
                [.text(find.table.kind.key), .text(find.id), .text(field)])
        }
        // What waits to be published of it, or was set aside.
        for table in ["outbox", "undelivered"] {
            try connection.run(
                "DELETE FROM \(table) WHERE content LIKE $1", [.text("%\"\(find.id)\"%")])
        }
    }

    /// What the person was told, and what was written to them.
    func eraseTold() throws {
        try connection.run("DELETE FROM notice WHERE person = $1", [person.stored])
        try connection.run(
            "UPDATE mail SET content = NULL, detail = NULL WHERE person = $1", [person.stored])
    }

    /// All they sign in with.
    func closeAccount() throws {
        for table in CommonsSchema.signingInByPerson {
            try connection.run("DELETE FROM \(table) WHERE person = $1", [person.stored])
        }
    }
}
