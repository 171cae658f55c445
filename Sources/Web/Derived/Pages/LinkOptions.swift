// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The answers a form offers where another record or a person is asked for, as long as there are
/// not too many to choose from.
struct LinkOptions {
    private static let most = 200
    private static let mostTenants = 500

    let context: DerivedContext

    init(_ context: DerivedContext) { self.context = context }

    /// The answers by field.
    func options(for fields: [FieldDescription]) throws -> [String: [UI.Option]] {
        var options: [String: [UI.Option]] = [:]
        for field in fields {
            switch field.kind {
            case .person: options[field.name] = try people()
            case .link(let record): options[field.name] = try records(record)
            case .tenant: options[field.name] = try tenants()
            default: break
            }
        }
        return options
    }

    /// The tenant's staff, for staff to choose from.
    private func people() throws -> [UI.Option]? {
        guard context.actor.isStaff else { return nil }
        let network = context.network
        let slug = context.slug
        let ids = try network.commons.read(as: .system("names")) { reader in
            try reader.list(
                Membership.self,
                Query([.field("tenant", is: slug), .state("held")], limit: Self.most)
            ).filter { try !$0.fields.waits(for: reader.find(Person.self, $0.person)?.fields) }
        }.map(\.person.text)
        let references = try References(people: Set(ids), in: network)
        let named = Set(ids).compactMap { id in references.name(id).map { (id, $0) } }
        return named.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { UI.Option($0.0, $0.1) }
    }

    /// The other tenants that have taken up the same system.
    private func tenants() throws -> [UI.Option]? {
        let all = try context.network.tenants().filter {
            $0.slug != context.slug && $0.systems.contains(context.kind.system)
        }
        guard !all.isEmpty, all.count <= Self.mostTenants else { return nil }
        return all.map { UI.Option($0.slug, context.ui.name(of: $0)) }
            .sorted { ($0.label, $0.value) < ($1.label, $1.value) }
    }

    private func records(_ record: String) throws -> [UI.Option]? {
        guard let kind = context.network.systems.record(record) else { return nil }
        let isCommons = context.network.systems[kind.system]?.isCommons ?? false
        let store = isCommons ? context.network.commons : context.store
        let rows = try store.read(as: store.actor(of: context.request)) {
            try $0.list(
                Query(
                    order: kind.list.order, descending: kind.list.descending, limit: Self.most + 1),
                kind: kind)
        }
        guard !rows.isEmpty, rows.count <= Self.most else { return nil }
        return rows.map { row in
            UI.Option(row.id.text, RecordTitle.of(row, kind: kind) ?? row.id.text)
        }
    }
}
