// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// An authority's list of a week: what came in and what was decided (articles 27 and 32).
struct WeeklyPage {
    /// More than any authority receives in a week.
    private static let most = 2_000

    private let request: Request
    private let tenant: Tenant
    private let week: ISOWeek
    private let today: Day
    private var ui: UI { request.ui }

    /// - Throws: `Problems` for a week that is none.
    private init(_ request: Request) throws {
        self.request = request
        let store = try request.tenant()
        tenant = store.tenant
        today = store.moment(for: .visitor, system: "planning", at: request.now).today
        let asked = request.query["week"] ?? ""
        guard let week = asked.isEmpty ? ISOWeek(of: today) : ISOWeek(asked) else {
            throw Problems("week", "not_a_week", Phrase("register.problem.not_a_week"))
        }
        self.week = week
    }

    @Sendable static func answer(_ request: Request) throws -> Response {
        request.page(try WeeklyPage(request).page())
    }

    private func page() throws -> Page {
        let title = ui("register.weekly.title", [
            "authority": ui.name(of: tenant), "from": week.monday.description,
            "until": week.sunday.description,
        ])
        var received = query
        (received.from, received.until) = (week.monday, week.sunday)
        var decided = query
        decided.conditions = [
            .atLeast("decided_on", week.monday), .atMost("decided_on", week.sunday),
        ]
        var page = Page(
            title, width: .wide,
            """
            <h1>\(title)</h1>
            \(ui.pagination(
                previous: href(week.previous), next: week.sunday < today ? href(week.next) : nil,
                position: week.text))
            \(table("received", try cases(received)))
            \(table("decided", try cases(decided)))
            <p class="hint">\(ui("register.weekly.note"))</p>
            \(ui.feedLinks([
                UI.Link(ui("register.weekly.received.csv"), csv("received")),
                UI.Link(ui("register.weekly.decided.csv"), csv("decided")),
            ]))
            """)
        page.description = title
        page.breadcrumbs = [
            UI.Link(
                ui("register.title.of", ["authority": ui.name(of: tenant)]),
                "/t/\(tenant.slug)/planning/register")
        ]
        return page
    }

    private var query: RegisterQuery {
        RegisterQuery(
            kind: PublishedKind.application.name, tenant: tenant.slug, limit: 500, isWhole: true)
    }

    /// All that a query finds, oldest first.
    private func cases(_ query: RegisterQuery) throws -> [PublicCase] {
        let network = request.site.network
        var query = query
        var all: [PublicCase] = []
        repeat {
            let page = try network.register.page(query)
            all += page.items.compactMap {
                PublicCase(
                    $0, of: tenant, law: network.law, at: request.now, explaining: false)
            }
            query.cursor = page.next
        } while query.cursor != nil && all.count < Self.most
        return all.reversed()
    }

    private func table(_ kind: String, _ cases: [PublicCase]) -> HTML {
        let caption = ui("register.weekly.\(kind)")
        if cases.isEmpty { return "<h2>\(caption)</h2><p>\(ui("register.weekly.none"))</p>" }
        let columns = ["number", "applicant", "what", "kind", kind].map {
            UI.Column(ui("register.column.\($0)"))
        }
        let rows = cases.map { found -> [HTML] in
            let application = found.application
            let last: HTML =
                kind == "received"
                ? application.receivedOn.map(ui.day) ?? ""
                : """
                \(found.tag(ui)) \(application.decidedOn.map(ui.day) ?? "")
                """
            return [
                ui.link(found.item.reference, found.href), "\(application.applicantName ?? "–")",
                "<strong>\(found.title)</strong><br>\(application.proposal ?? "")",
                "\(CaseSummary.type(application.type, ui))", last,
            ]
        }
        return ui.table("\(caption) (\(cases.count))", columns, rows)
    }

    private func href(_ week: ISOWeek) -> Href {
        ("/t/\(tenant.slug)/planning/weekly" as Href).with(["week": week.text])
    }

    private func csv(_ kind: String) -> Href {
        ("/t/\(tenant.slug)/planning/register.csv" as Href).with([
            ("\(kind)_from", week.monday.description), ("\(kind)_until", week.sunday.description),
        ])
    }
}
