// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// Who has which duty where, and where nobody has: every municipality beside every duty. `/duties`.
struct DutiesPage {
    static let routes = [
        Route(.get, "/duties", .everyone, formats: [.json, .csv, .atom]) {
            try DutiesPage($0).answer()
        }
    ]

    private let request: Request
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, kind: Post.kind) }

    init(_ request: Request) { self.request = request }

    /// How a duty stands at a tenant.
    private enum Standing: String { case held, vacant, unsaid }

    private struct Row {
        let tenant: Tenant
        /// By duty: the post, and how it stands.
        var posts: [Duty: (standing: Standing, post: RecordID)] = [:]

        func standing(_ duty: Duty) -> Standing { posts[duty]?.standing ?? .unsaid }
    }

    private func rows() throws -> [Row] {
        var rows: [String: Row] = [:]
        for tenant in try request.site.network.tenants() where tenant.systems.contains("knowledge") {
            rows[tenant.slug] = Row(tenant: tenant)
        }
        var query = RegisterQuery(kind: PublishedKind.post.name, limit: Register.largestPage)
        repeat {
            let page = try request.register.page(query)
            for item in page.items {
                guard let duty = Duty(stored: item.columns["duty"] ?? .null) else { continue }
                let isHeld = item.status == "filled" || rows[item.tenant]?.standing(duty) == .held
                rows[item.tenant]?.posts[duty] = (isHeld ? .held : .vacant, item.record)
            }
            query.cursor = page.next
        } while query.cursor != nil
        let country = try country()
        return rows.values
            .filter { country == nil || $0.tenant.jurisdiction == country }
            .filter { request.oneBody == nil || $0.tenant.slug == request.oneBody }
            .sorted { ui.name(of: $0.tenant) < ui.name(of: $1.tenant) }
    }

    private var countries: [String] {
        get throws { Set(try request.site.network.tenants().map(\.jurisdiction)).sorted() }
    }

    /// - Throws: `Problems` for one no tenant is in.
    private func country() throws -> String? {
        guard let typed = request.query["country"], !typed.isEmpty else { return nil }
        guard try countries.contains(typed) else {
            throw Problems("country", "not_a_choice", Phrase("problem.not_a_choice"))
        }
        return typed
    }

    private var feed: Href { ("/duties.atom" as Href).with(["country": request.query["country"]]) }

    private func answer() throws -> Response {
        if request.format == .atom { return try atom() }
        let rows = try rows()
        switch request.format {
        case .json: return .json(["items": .array(rows.map(json))])
        case .csv: return csv(rows)
        default: return request.page(try page(rows))
        }
    }

    /// The posts, as they were filled, became vacant or were made.
    private func atom() throws -> Response {
        let network = request.site.network
        let country = try country()
        return try PublishedFeed(
            request, title: ui("knowledge.duties"), page: ("/duties" as Href).with(["country": country]),
            feed: feed
        ).answer(
            RegisterQuery(kind: PublishedKind.post.name),
            where: country == nil ? nil : { try network.find($0.tenant)?.jurisdiction == country })
    }

    /// The municipalities of a page of the table.
    private static let pageSize = 200

    private func page(_ rows: [Row]) throws -> Page {
        let told = rows.filter { !$0.posts.isEmpty }
        let number = min(max(1, request.query["page"].flatMap { Int($0) } ?? 1), 10_000)
        let first = (number - 1) * Self.pageSize
        func turn(_ start: Int) -> Href? {
            guard told.indices.contains(start) else { return nil }
            return ("/duties" as Href).with([
                ("country", request.query["country"]), ("body", request.oneBody),
                ("page", "\(start / Self.pageSize + 1)"),
            ])
        }
        let shown = Duty.allCases.filter { duty in rows.contains { $0.standing(duty) != .unsaid } }
        let panel = ui.filterPanel(
            "/duties",
            ui.select(
                UI.Ask("country", label: ui("knowledge.duties.country")),
                try countries.map { UI.Option($0, ui.jurisdiction($0)) }.sorted { $0.label < $1.label },
                chosen: request.query["country"], empty: ui("derived.filter.any")))
        let columns = [UI.Column(ui("knowledge.duties.who"))]
            + shown.map { UI.Column(words.option("duty", $0.rawValue)) }
        let vacant = rows.reduce(0) { sum, row in
            sum + shown.count { row.standing($0) == .vacant }
        }
        let table = ui.table(
            ui("knowledge.duties"), columns,
            told.dropFirst(first).prefix(Self.pageSize).map { row in
                [ui.link(ui.name(of: row.tenant), "/t/\(row.tenant.slug)")]
                    + shown.map { cell($0, row) }
            }, isCaptionSeen: false)
        var page = Page(
            ui("knowledge.duties"), width: .wide,
            """
            <h1>\(ui("knowledge.duties"))</h1>
            <p class="lead">\(ui("knowledge.duties.lead"))</p>
            \(request.ofOneBody("/duties"))\(panel)
            \(if: shown.isEmpty, ui.emptyState(ui("knowledge.duties.none")), else: """
                <p>\(ui.count("knowledge.duties.vacant", vacant))</p>
                \(table)
                \(ui.pagination(
                    previous: turn(first - Self.pageSize), next: turn(first + Self.pageSize)))
                """)
            \(ui.feedLinks([UI.Link("CSV", "/duties.csv"), UI.Link("JSON", "/duties.json")]))
            \(request.following(feed))
            """)
        page.add(atom: ui("knowledge.duties"), feed)
        page.description = ui("knowledge.duties.lead")
        return page
    }

    private func cell(_ duty: Duty, _ row: Row) -> HTML {
        let standing = row.standing(duty)
        guard let post = row.posts[duty]?.post else { return "–" }
        let text = ui("knowledge.standing.\(standing.rawValue)")
        let href: Href = "/t/\(row.tenant.slug)/knowledge/posts/\(post.text)"
        return "\(ui.link(text, href))"
    }

    private func json(_ row: Row) -> JSON {
        let duties = row.posts.sorted { $0.key.rawValue < $1.key.rawValue }.map { duty, post in
            (duty.rawValue, JSON.string(post.standing.rawValue))
        }
        return ["tenant": .string(row.tenant.slug), "duties": .object(JSONObject(duties))]
    }

    private func csv(_ rows: [Row]) -> Response {
        var writer = CSVWriter()
        writer.row((["tenant"] + Duty.names).map(CSVWriter.Cell.plain))
        for row in rows {
            writer.row(
                [.plain(row.tenant.slug)]
                    + Duty.allCases.map { .plain(row.standing($0).rawValue) })
        }
        return Response(200, Format.csv.media, writer.bytes)
    }
}
