// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What an address is told of one action: what it was, on which record, where that is; and what
/// everyone may see of what was published with it, as it is now. Never who did it, nor anything that
/// is not public.
struct WebhookEvent {
    private let entry: JournalEntry
    private let tenant: String
    private let network: Network
    private let address: String

    /// - Throws: `Fault` while what was published is still on its way to the commons; `Hopeless` for
    ///   an entry that is not there.
    init(_ number: Int, in store: TenantStore, of network: Network, at address: String) throws {
        tenant = store.tenant.slug
        self.network = network
        self.address = address
        let (row, isOnItsWay) = try store.database.read { connection in
            (
                try connection.rows(
                    "SELECT \(JournalEntry.columns), digest FROM journal WHERE seq = $1",
                    [.integer(Int64(number))]
                ).first,
                try connection.value(
                    "SELECT 1 FROM outbox WHERE addressee = $1 LIMIT 1", [.text(Outbox.everyone)])
                    != nil
            )
        }
        guard let entry = row.flatMap(JournalEntry.init(row:)) else {
            throw Hopeless("the journal holds no such entry")
        }
        if entry.hasPublished, isOnItsWay { throw Fault("what was published is still on its way") }
        self.entry = entry
    }

    var json: JSON {
        get throws {
            let kind = network.systems.record(entry.record)
            let path = kind.map { "/t/\(tenant)/\($0.system)/\($0.plural)/\(entry.recordID)" }
            var data: JSON = [
                "tenant": .string(tenant), "entry": .integer(entry.number),
                "record": .string(entry.record), "id": .string(entry.recordID),
                "version": .integer(entry.version), "path": path.map(JSON.string) ?? .null,
                "url": path.map { .string(address + $0) } ?? .null,
            ]
            let published = try entry.published.map(publication)
            if !published.isEmpty { data["published"] = .array(published) }
            return [
                "type": .string(entry.action), "timestamp": .string(entry.at.description),
                "data": data,
            ]
        }
    }

    private func publication(of record: RecordID) throws -> JSON {
        guard let item = try network.register.item(tenant: tenant, record: record) else {
            return ["id": .string(record.text), "withdrawn": true]
        }
        return [
            "id": .string(record.text), "kind": .string(item.kind),
            "version": .integer(item.version), "reference": .string(item.reference),
            "title": .string(item.title), "status": .string(item.status),
            "body": item.publication?.body ?? .null,
        ]
    }
}
