// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Where a derived page stands: which kind of record, in whose store, read by whom. Pages of a
/// system's own make one too, to use the pieces derived pages are made of.
public struct DerivedContext: Sendable {
    public let request: Request
    public let store: TenantStore
    public let kind: RecordKind
    public let actor: Actor
    /// The moment at which the visitor reads, under the tenant's law.
    public let moment: Moment

    /// The place the request's path names; the commons if it names no tenant.
    /// - Parameter slug: the tenant, for pages of no tenant's that lead to one.
    /// - Throws: `Refusal` if the tenant is not there or out of service.
    public init(_ request: Request, kind: RecordKind, at slug: String? = nil) throws {
        let slug = slug ?? (request["tenant"].isEmpty ? Tenant.commons : request["tenant"])
        self.request = request
        self.kind = kind
        store = try request.site.network.tenant(slug)
        actor = store.actor(of: request)
        moment = store.moment(for: actor, system: kind.system, at: request.now)
    }

    public var ui: UI { request.ui }
    public var words: FieldWords { FieldWords(ui, kind: kind) }
    public var zone: Zone { moment.calendar.jurisdiction.zone }
    public var currency: String { moment.calendar.jurisdiction.currency }
    public var slug: String { store.tenant.slug }
    /// Whether records of the kind have pages of their own. People, roles and tenants have others.
    public var hasPages: Bool { kind.system != System.network.name }
    var network: Network { request.site.network }

    /// The address of the kind's list.
    public var list: Href { "/t/\(slug)/\(kind.system)/\(kind.plural)" }

    /// The address of a record, or of something about it. Whoever came by a secret link goes on by it.
    public func href(_ id: RecordID, _ segment: String? = nil) -> Href {
        let href: Href = segment.map { "\(list)/\(id.text)/\($0)" } ?? "\(list)/\(id.text)"
        return href.with(["key": request.linkSecret])
    }

    /// The address of an action on a record, or of making one. Whoever came by a secret link makes
    /// it by that, too.
    public func href(_ action: ActionKind, on id: RecordID?) -> Href {
        if let id { return href(id, action.segment) }
        let new: Href = "\(list)/new/\(action.segment)"
        return new.with(["key": request.linkSecret])
    }

    /// The actions people take on this kind of record.
    public var actions: [ActionKind] {
        let all = network.systems[kind.system]?.actions ?? []
        return all.filter { $0.record.name == kind.name && !$0.isInternal }
    }

    /// Whether the actor sees every record's field: what lists may show, filter and order by.
    public func seesEverywhere(_ field: String) -> Bool {
        if actor.isStaff { return true }
        if RecordKind.envelope.contains(field) { return true }
        return kind.field(field)?.privacy == .open
    }

    /// A record: whole, as rules and permissions need it, and with the fields the actor sees.
    public struct Found: Sendable {
        public let whole: StoredRow
        public let shown: StoredRow
    }

    /// The record the path names under `:id`.
    /// - Throws: `Refusal.notFound` if it is not there for the actor.
    public func find(asOf: Instant? = nil) throws -> Found {
        guard let id = RecordID(request["id"]), let found = try find(id, asOf: asOf) else {
            throw Refusal.notFound
        }
        return found
    }

    /// A record by id; nil if it is not there for the actor.
    public func find(_ id: RecordID, asOf: Instant? = nil) throws -> Found? {
        let whole = try store.read(as: .system("pages")) {
            try $0.find(id, kind: kind, asOf: asOf)
        }
        guard let whole, kind.permits(actor, toRead: whole.grounds) else { return nil }
        var shown = whole
        shown.values = kind.visible(whole.grounds, to: actor)
        return Found(whole: whole, shown: shown)
    }

    /// What a record is called in a heading: its first listed field that says something.
    public func title(of row: StoredRow) -> String {
        RecordTitle.of(row, kind: kind) ?? ui.name(of: kind)
    }
}

/// What a record is called where only one line is to be had.
enum RecordTitle {
    /// The first field of the kind's list that holds a text; nil if none does.
    static func of(_ row: StoredRow, kind: RecordKind) -> String? {
        for name in kind.list.columns {
            switch kind.field(name)?.kind {
            case .text?, .longText?:
                if let text = row[name].text, !text.isEmpty { return String(text.prefix(120)) }
            default: continue
            }
        }
        return nil
    }
}
