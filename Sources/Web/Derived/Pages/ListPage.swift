// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The list of a kind of record: its columns, filters, pages, and the same as CSV and JSON.
public enum ListPage {
    static let pageSize = 50

    /// What the page shows.
    public struct Model: Sendable {
        public var rows: [StoredRow]
        /// How many there are on all pages.
        public var count: Int
        public var filters: ListFilters
        public var references: References
        public var previous: Href?
        public var next: Href?
    }

    /// Answers the request for a list in the format asked for.
    public static func answer(_ context: DerivedContext) throws -> Response {
        switch context.request.format {
        case .csv: return try export(context).csv()
        case .json: return try export(context).json()
        default:
            let filters = ListFilters(context)
            let model = try model(context, filters)
            let status = filters.problems.all.isEmpty ? 200 : 422
            return context.request.page(page(model, context), status: status)
        }
    }

    private static func export(_ context: DerivedContext) throws -> ListExport {
        let filters = ListFilters.strict(context)
        try filters.problems.check()
        return ListExport(context, filters)
    }

    /// One page of the list. With a mistake in a filter nothing is listed.
    public static func model(_ context: DerivedContext, _ filters: ListFilters) throws -> Model {
        var model = Model(rows: [], count: 0, filters: filters, references: References())
        guard filters.problems.all.isEmpty else { return model }
        var query = query(context, filters)
        let request = context.request
        let before = request.query["before"].flatMap(Query.Cursor.init(text:))
        let after = request.query["after"].flatMap(Query.Cursor.init(text:))
        if before != nil { query.descending.toggle() }
        query.after = before ?? after
        query.limit = pageSize + 1
        (model.rows, model.count) = try context.store.read(as: context.actor) { reader in
            (
                try reader.list(query, kind: context.kind),
                try reader.count(query, kind: context.kind)
            )
        }
        let hasMore = model.rows.count > pageSize
        model.rows = Array(model.rows.prefix(pageSize))
        if before != nil { model.rows.reverse() }
        model.references = try References(model.rows, in: context)
        let hasNext = before != nil || hasMore
        let hasPrevious = before != nil ? hasMore : after != nil
        func link(_ name: String, _ row: StoredRow?) -> Href? {
            let cursor = row.map { Query.Cursor($0, order: query.order).text }
            return context.list.with(filters.pairs() + [(name, cursor)])
        }
        if hasNext { model.next = link("after", model.rows.last) }
        if hasPrevious { model.previous = link("before", model.rows.first) }
        return model
    }

    /// The query of a whole list, in its order. An order the actor may not know is replaced.
    static func query(_ context: DerivedContext, _ filters: ListFilters) -> Query {
        let shape = context.kind.list
        let order = context.seesEverywhere(shape.order) ? shape.order : "id"
        return Query(
            filters.filters, order: order, descending: shape.descending, asOf: filters.asOf)
    }

    /// The page.
    public static func page(_ model: Model, _ context: DerivedContext) -> Page {
        let (ui, kind) = (context.ui, context.kind)
        let title = ui.plural(of: kind)
        let panel = model.filters.panel()
        let mistakes = ui.mistakes(model.filters.problems, in: context.words, on: panel)
        let pairs = model.filters.pairs()
        var page = Page(
            title, width: .wide,
            """
            \(ui.errorSummary(mistakes))
            <h1>\(title)</h1>
            \(creating(context))
            \(panel)
            \(table(model, context))
            \(ui.pagination(previous: model.previous, next: model.next))
            \(ui.feedLinks([
                UI.Link("CSV", ("\(context.list).csv" as Href).with(pairs)),
                UI.Link("JSON", ("\(context.list).json" as Href).with(pairs)),
            ]))
            """)
        page.hasErrors = !mistakes.isEmpty
        page.isPrivate = !kind.readers.contains(.anyone)
        let tenant = context.ui.name(of: context.store.tenant)
        page.breadcrumbs = [UI.Link(tenant, "/t/\(context.slug)")]
        return page
    }

    /// The actions that make a new record, as far as the actor may take them.
    public static func creating(_ context: DerivedContext) -> HTML {
        let links = context.actions.filter { $0.isOffered && $0.permits(context.actor, on: nil) }
            .map { context.ui.linkButton(context.ui.name(of: $0), context.href($0, on: nil)) }
        return links.isEmpty ? "" : "<div class=\"buttons\">\(links)</div>"
    }

    /// The table alone, or what is said when nothing is in it.
    public static func table(_ model: Model, _ context: DerivedContext) -> HTML {
        let (ui, kind) = (context.ui, context.kind)
        if model.rows.isEmpty {
            return ui.emptyState(
                ui("derived.list.empty"), "<p>\(ui("derived.list.empty.text"))</p>")
        }
        let hasStates = kind.states.count > 1 && !kind.list.columns.contains("state")
        let columns =
            kind.list.columns.filter(context.seesEverywhere) + (hasStates ? ["state"] : [])
        let value = FieldValue(context, references: model.references)
        let caption = ui.count("derived.list.count", model.count)
        return ui.table(
            caption,
            columns.map {
                UI.Column(context.words.label($0), isNumeric: isNumeric(kind.field($0)))
            },
            model.rows.map { row in
                columns.enumerated().map { index, name in
                    let cell = cell(name, row, value, context)
                    if index > 0 { return cell }
                    let text = cell.isEmpty ? HTML(text: ui("derived.untitled")) : cell
                    let href = context.href(row.id).with([("asOf", context.request.query["asOf"])])
                    return "<a href=\"\(href)\">\(text)</a>"
                }
            })
    }

    private static func cell(
        _ name: String, _ row: StoredRow, _ value: FieldValue, _ context: DerivedContext
    ) -> HTML {
        switch name {
        case "id": "\(row.id.text)"
        case "version": "\(row.version)"
        case "state": context.ui.tag(context.ui.state(row.state, of: context.kind))
        case "recorded_at": context.ui.moment(row.recordedAt, in: context.zone)
        default:
            context.kind.field(name).map { field in
                // Within the row's own link and in a line of a table, everything is plain text.
                HTML(text: value.text(field, row[name]))
            } ?? ""
        }
    }

    private static func isNumeric(_ field: FieldDescription?) -> Bool {
        switch field?.kind {
        case .integer?, .decimal?, .money?: true
        default: false
        }
    }
}
