// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// One case as everyone sees it: what is proposed and where, whether they can have their say, how
/// it stands, what was said and decided, and what was public when.
struct PublicCasePage {
    let request: Request
    let found: PublicCase
    let asOf: Instant?
    /// Every version everyone may read, oldest first.
    let versions: [RegisterItem]
    private var ui: UI { request.ui }

    /// Answers in the form asked for. What was public once and is no more, is said to be gone.
    @Sendable static func answer(_ request: Request) throws -> Response {
        guard let page = try PublicCasePage(request, asOf: try request.asOf()) else {
            return try GonePage(request).answer()
        }
        switch request.format {
        case .json: return try .cacheable(PublicCaseData(page).json, for: request)
        case .geojson:
            return .cacheable(PublicCaseData(page).features, as: .geojson, for: request)
        case .atom: return .cacheable(try CaseHistory(page).feed.text, as: .atom, for: request)
        default: return request.page(try page.page(), tenant: page.found.tenant)
        }
    }

    /// The case the path names; nil if it was not public at the moment asked for.
    init?(_ request: Request, asOf: Instant?) throws {
        guard let found = try PublicCase.find(request, asOf: asOf) else { return nil }
        self.request = request
        self.found = found
        self.asOf = asOf
        versions = try request.site.network.register
            .versions(tenant: found.tenant.slug, record: found.id)
    }

    /// The versions that had been recorded at the moment that is shown.
    var known: [RegisterItem] { versions.filter { asOf == nil || $0.recordedAt <= asOf ?? .last } }

    private func page() throws -> Page {
        let parts = PublicCaseParts(self)
        let submissions = try CaseSubmissions(self)
        var page = Page(
            "\(found.item.reference): \(found.title)", width: .wide,
            """
            <h1>\(found.title)</h1>
            <p>\(found.tag(ui)) \(found.item.reference) · \
            \(CaseSummary.type(found.application.type, ui)) · \(ui.name(of: found.tenant))</p>
            \(ui.columns("""
                \(SayBox(self).html)
                <h2>\(ui("case.proposal"))</h2>
                \(ui.prose(found.application.proposal ?? ""))
                \(parts.facts)
                \(parts.decision)
                \(parts.information)
                \(try submissions.html())
                \(parts.documents)
                \(parts.timeline)
                """, aside: """
                \(parts.map)
                <h2>\(ui("case.clocks"))</h2>
                \(parts.clocks)
                """))
            \(try CaseHistory(self).html)
            \(ui.feedLinks(feeds))
            """)
        page.description = String((found.application.proposal ?? "").prefix(200))
        page.canonical = Href(request.address(found.href.string))
        page.breadcrumbs = [
            UI.Link(ui("register.title"), "/register/planning"),
            UI.Link(ui.name(of: found.tenant), "/t/\(found.tenant.slug)/planning/register"),
        ]
        page.notice = asOf.map(past)
        page.styles = [UI.mapStyle]
        if parts.isLive { page.scripts = [UI.mapScript] }
        page.feeds = [Page.Feed(ui("case.feed"), type: "application/atom+xml", form("atom"))]
        return page
    }

    private func past(_ moment: Instant) -> UI.Notice {
        UI.Notice(
            """
            <p>\(ui("case.past")) \(ui.moment(moment, in: found.zone)). \
            \(ui.link(ui("case.now"), found.href))</p>
            """, .attention)
    }

    private func form(_ ending: String) -> Href {
        let href: Href = "\(found.href).\(ending)"
        return href.with(["asOf": asOf?.description])
    }

    private var feeds: [UI.Link] {
        [
            UI.Link("Atom", form("atom")), UI.Link("GeoJSON", form("geojson")),
            UI.Link("JSON", form("json")),
        ]
    }
}
