// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What the people and the records that others point at are called: looked up together, before a
/// page is drawn.
public struct References: Sendable {
    private var names: [String: String] = [:]
    private var links: [String: (title: String?, href: Href?)] = [:]
    private var tenants: [String: String] = [:]

    public init() {}

    /// The names of people, by id: from the commons, for those who may know them.
    public init(people: Set<String>, in network: Network) throws {
        try add(people: people, network)
    }

    /// Whatever rows point at: people for staff only, records as far as the actor may read them.
    /// - Parameter people: further people, by id.
    public init(_ rows: [StoredRow], people: Set<String> = [], in context: DerivedContext) throws {
        var people = people
        for row in rows {
            for field in context.kind.fields {
                guard let id = row[field.name].text else { continue }
                switch field.kind {
                case .person: people.insert(id)
                case .link(let record): try add(link: id, to: record, context)
                case .tenant where tenants[id] == nil:
                    tenants[id] = try context.network.find(id).map { context.ui.name(of: $0) }
                default: break
                }
            }
        }
        if context.actor.isStaff { try add(people: people, context.network) }
    }

    /// A person's name; nil where it is not known to the reader.
    public func name(_ id: String) -> String? { names[id] }

    /// What another record is called and where it is.
    func link(_ id: String) -> (title: String?, href: Href?) { links[id] ?? (nil, nil) }

    /// What a tenant is called to the reader; nil where there is none of that slug.
    func name(ofTenant slug: String) -> String? { tenants[slug] }

    private mutating func add(people: Set<String>, _ network: Network) throws {
        names = try network.commons.read(as: .system("names")) { reader in
            var names: [String: String] = [:]
            for text in people {
                guard let id = RecordID(text), let person = try reader.find(Person.self, id) else {
                    continue
                }
                names[text] = person.name
            }
            return names
        }
    }

    private mutating func add(link text: String, to record: String, _ context: DerivedContext)
        throws
    {
        guard links[text] == nil, let id = RecordID(text),
            let kind = context.network.systems.record(record)
        else { return }
        let isCommons = context.network.systems[kind.system]?.isCommons ?? false
        let store = isCommons ? context.network.commons : context.store
        let actor = store.actor(of: context.request)
        guard let row = try store.read(as: actor, { try $0.find(id, kind: kind) }) else { return }
        let href: Href? =
            isCommons ? nil : "/t/\(context.slug)/\(kind.system)/\(kind.plural)/\(text)"
        links[text] = (RecordTitle.of(row, kind: kind), href)
    }
}
