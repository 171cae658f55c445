// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One record: what it says, where it stands, and what can be done with it.
public enum RecordPage {
    /// Answers the request for a record in the format asked for.
    public static func answer(_ context: DerivedContext) throws -> Response {
        let found = try context.find(asOf: try context.request.asOf())
        if context.request.format == .json {
            return Response.json(context.kind.json(found.shown))
                .adding("etag", "\"\(found.shown.version)\"")
        }
        let references = try References([found.shown], in: context)
        return context.request.page(try page(found, references, context))
    }

    /// The page.
    public static func page(
        _ found: DerivedContext.Found, _ references: References, _ context: DerivedContext
    ) throws -> Page {
        let (ui, row) = (context.ui, found.shown)
        let title = context.title(of: row)
        let kindName = ui.name(of: context.kind)
        let asOf = try context.request.asOf()
        var page = Page(
            title == kindName ? title : "\(title) – \(kindName)", width: .wide,
            """
            <h1>\(title)</h1>
            <p>\(ui.tag(ui.state(row.state, of: context.kind), .active)) \
            \(ui("derived.record.recorded")) \(ui.moment(row.recordedAt, in: context.zone))</p>
            \(if: asOf == nil, actions(found, context))
            \(summary(row, references, context))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(row.id, "history"))]))
            """)
        page.breadcrumbs = [
            UI.Link(context.ui.name(of: context.store.tenant), "/t/\(context.slug)"),
            UI.Link(ui.plural(of: context.kind), context.list),
        ]
        page.isPrivate = !context.kind.readers.contains(.anyone)
        page.notice = notice(row, asOf: asOf, context)
        return page
    }

    /// What has just been done, or that the page shows the past.
    static func notice(_ row: StoredRow, asOf: Instant?, _ context: DerivedContext) -> UI.Notice? {
        let ui = context.ui
        if let asOf {
            return UI.Notice(
                """
                <p>\(ui("derived.asOf.notice")) \(ui.moment(asOf, in: context.zone)). \
                \(ui.link(ui("derived.asOf.now"), context.href(row.id)))</p>
                """, .attention)
        }
        let done = context.request.query["done"]
        return context.actions.first { $0.segment == done }.map {
            UI.Notice("<p>\(ui.done($0.key))</p>")
        }
    }

    /// The fields that say something, grouped by who sees them.
    public static func summary(
        _ row: StoredRow, _ references: References, _ context: DerivedContext
    ) -> HTML {
        let ui = context.ui
        return [Privacy.open, .personal, .staff].map { privacy -> HTML in
            let fields = context.kind.fields.filter { field in
                // What the system fills in is only shown once it is there; what is missing, to staff alone.
                let isLeftOut = field.isDerived || field.kind == .json || !context.actor.isStaff
                return field.privacy == privacy && !field.isUnseen && row.values[field.name] != nil
                    && !(row[field.name].isNull && isLeftOut)
            }
            if fields.isEmpty { return "" }
            let list = summaryList(fields, row, references, context)
            switch privacy {
            case .open: return list
            case .personal: return "<h2>\(ui("derived.group.personal"))</h2>\(list)"
            case .staff: return "<h2>\(ui("derived.group.staff"))</h2>\(list)"
            }
        }.joined(by: "\n")
    }

    /// Some fields of a record as keys and values.
    public static func summaryList(
        _ fields: [FieldDescription], _ row: StoredRow, _ references: References,
        _ context: DerivedContext
    ) -> HTML {
        let value = FieldValue(context, references: references)
        let documents = documents(of: row, context)
        return context.ui.summaryList(
            fields.map { field in
                UI.Row(
                    context.words.label(field.name),
                    value.html(field, row[field.name], documents: documents))
            })
    }

    /// The path of a record's documents.
    public static func documents(of row: StoredRow, _ context: DerivedContext) -> Href {
        ("/t/\(context.slug)/documents/\(context.kind.system)/\(context.kind.plural)/\(row.id.text)"
            as Href).with(["key": context.request.linkSecret])
    }

    /// An action the actor may take on a record, and why not now.
    public struct Offer: Sendable {
        public let action: ActionKind
        /// Nil: it can be taken now.
        public let obstacle: Phrase?
    }

    /// The actions the actor may take on the record, now or at another time.
    public static func offers(_ found: DerivedContext.Found, _ context: DerivedContext) -> [Offer] {
        context.actions.filter {
            !$0.isCreating && $0.permits(context.actor, on: found.whole.grounds)
        }.map { Offer(action: $0, obstacle: $0.hindrance(on: found.whole, at: context.moment)) }
    }

    /// What can be done, as buttons; what cannot be done now, with the reason.
    public static func actions(_ found: DerivedContext.Found, _ context: DerivedContext) -> HTML {
        let ui = context.ui
        let offers = offers(found, context)
        let possible = offers.filter { $0.obstacle == nil }.map { offer in
            ui.linkButton(
                ui.name(of: offer.action), context.href(offer.action, on: found.whole.id),
                .secondary)
        }
        let others = offers.compactMap { offer in
            offer.obstacle.map { UI.Row(ui.name(of: offer.action), ui.text(of: $0)) }
        }
        return """
            \(if: !possible.isEmpty, "<div class=\"buttons\">\(possible.joined(by: "\n"))</div>")
            \(if: !others.isEmpty, ui.details(ui("derived.actions.later"), ui.summaryList(others)))
            """
    }
}

extension ActionKind {
    /// Why it cannot be taken on the record as it stands; nil: it can.
    func hindrance(on row: StoredRow, at moment: Moment) -> Phrase? {
        guard from.contains(row.state) else {
            return Phrase("refusal.state", ["state": row.state.rawValue, "record": record.key])
        }
        return obstacle(row, moment)
    }
}
