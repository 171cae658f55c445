// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// How the network is, for its administrators: first what needs doing, then everything else.
struct OperationsPage {
    static let routes = [
        Route(.get, "/t/:tenant/operations", .roles([.administrator]), formats: [.json]) { request in
            guard request["tenant"] == Tenant.commons else { throw Refusal.notFound }
            let report = try OperationsReport(request.site, at: request.now)
            if request.format == .json { return .json(report.json) }
            return request.page(OperationsPage(request, report).page())
        }
    ]

    private let request: Request
    private let report: OperationsReport
    private let ui: UI
    private let sizes: Amounts

    private init(_ request: Request, _ report: OperationsReport) {
        self.request = request
        self.report = report
        ui = request.ui
        sizes = Amounts(ui: request.ui)
    }

    private func page() -> Page {
        let title = ui("operations.title")
        var page = Page(
            title, width: .wide,
            """
            <h1>\(title)</h1>
            <p>\(ui("operations.as_of")) \(moment(report.at)).</p>
            <h2>\(ui("operations.today"))</h2>
            \(today)
            \(process)
            \(tenants)
            \(slow("operations.slow.routes", report.slowRoutes))
            \(slow("operations.slow.actions", report.slowActions))
            \(routine)
            """)
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(ui.name(of: request.site.network.commons.tenant), "/t/commons")]
        return page
    }

    private var today: HTML {
        let duties = Duty.all(report)
        if duties.isEmpty { return ui.inset("<p>\(ui("operations.today.nothing"))</p>") }
        return """
            <ul class="duties">\(duties.map { duty in
                let link = duty.page.map { " \(ui.link(ui("operations.link"), $0))" as HTML }
                let tone: UI.Tone = duty.urgency == .now ? .bad : .attention
                return """
                    <li>\(ui.tag(ui("operations.urgency.\(duty.urgency.rawValue)"), tone)) \
                    <strong>\(ui("operations.duty.\(duty.code)", duty.values))</strong>
                    <p>\(ui("operations.duty.\(duty.code).do", duty.values))\(link)</p></li>

                    """ as HTML
            })</ul>
            """
    }

    private var process: HTML {
        let disk = [sizes.bytes(report.diskFree), diskNote ?? ""].filter { !$0.isEmpty }
        let rows = [
            UI.Row(ui("operations.version"), Release.version),
            UI.Row(ui("operations.uptime"), sizes.time(seconds: report.age(report.startedAt))),
            UI.Row(ui("operations.memory"), sizes.bytes(report.process.memory)),
            UI.Row(ui("operations.disk"), disk.joined(separator: " ")),
            UI.Row(ui("operations.faults"), ui.number(report.faults)),
            UI.Row(ui("operations.shed"), ui.number(report.shed)),
        ]
        return """
            <h2>\(ui("operations.process"))</h2>
            \(ui.summaryList(rows))
            """
    }

    private var diskNote: String? {
        report.diskSize.map { ui("operations.disk.of", ["size": sizes.bytes($0)]) }
    }

    private var tenants: HTML {
        let columns = [
            UI.Column(ui("operations.tenant")), UI.Column(ui("operations.state")),
            UI.Column(ui("operations.entries"), isNumeric: true),
            UI.Column(ui("operations.size"), isNumeric: true),
            UI.Column(ui("operations.documents"), isNumeric: true),
            UI.Column(ui("operations.waiting"), isNumeric: true),
            UI.Column(ui("operations.jobs")),
            UI.Column(ui("operations.witnessed")),
        ]
        let rows = report.places.map { place -> [HTML] in
            let name = ui.link(ui.name(of: place.tenant), home(place.tenant))
            guard let condition = place.condition else {
                let why = place.reason.map { "<br>\(ui.text(of: $0))" as HTML }
                let out: HTML = "\(ui.tag(ui("operations.state.out"), .bad))\(why)"
                return [name, out, "", "", "", "", "", ""]
            }
            let schema = ui("operations.state.schema", ["version": "\(condition.schema)"])
            return [
                name, "\(ui.tag(ui("operations.state.in"), .good)) \(schema)",
                "\(ui.number(condition.entries))", "\(sizes.bytes(condition.size))",
                "\(sizes.bytes(condition.documents))", waiting(condition),
                jobs(condition, place.tenant.slug),
                condition.witnessedAt.map(moment) ?? "–",
            ]
        }
        return """
            <h2>\(ui("operations.tenants"))</h2>
            \(ui.table(ui("operations.tenants.caption"), columns, rows))
            """
    }

    private func waiting(_ condition: StoreCondition) -> HTML {
        var parts: [HTML] = ["\(ui.number(condition.waiting))"]
        if let since = condition.waitingSince {
            parts.append("\(ui("operations.since", ["time": sizes.time(seconds: report.age(since))]))")
        }
        if condition.undelivered > 0 {
            let count = ["count": ui.number(condition.undelivered)]
            parts.append(ui.tag(ui("operations.undelivered", count), .attention))
        }
        return parts.joined(by: "<br>")
    }

    private func jobs(_ condition: StoreCondition, _ slug: String) -> HTML {
        let waiting = ["count": ui.number(condition.jobs[.waiting] ?? 0)]
        let dead = ["count": ui.number(condition.jobs[.dead] ?? 0)]
        let link = ui.link(ui("operations.jobs.waiting", waiting), "/t/\(slug)/jobs")
        let isDead = condition.jobs[.dead] ?? 0 > 0
        return "\(link)\(if: isDead, "<br>\(ui.tag(ui("operations.jobs.dead", dead), .attention))")"
    }

    private func home(_ tenant: Tenant) -> Href { "/t/\(tenant.slug)" }

    private func slow(_ key: String, _ entries: [Lately.Entry]) -> HTML {
        let columns = [
            UI.Column(ui("operations.slow.what")), UI.Column(ui("operations.slow.count"), isNumeric: true),
            UI.Column(ui("operations.slow.mean"), isNumeric: true),
            UI.Column(ui("operations.slow.slowest"), isNumeric: true),
            UI.Column(ui("operations.slow.when")),
        ]
        let rows = entries.map { entry -> [HTML] in
            let at: HTML = entry.tenant.isEmpty ? "" : " · \(entry.tenant)"
            return [
                "<code>\(entry.key)</code>", "\(ui.number(entry.count))",
                "\(sizes.milliseconds(entry.mean))", "\(sizes.milliseconds(entry.slowest))",
                "\(moment(entry.at))\(at)",
            ]
        }
        return """
            <h2>\(ui(key))</h2>
            \(rows.isEmpty
                ? ui.emptyState(ui("operations.slow.none"))
                : ui.table(ui("operations.slow.caption"), columns, rows, id: key))
            """
    }

    private var routine: HTML {
        let columns = ["name", "outcome", "at", "detail"].map {
            UI.Column(ui("operations.routine.\($0)"))
        }
        let rows = report.latest.map { one -> [HTML] in
            [
                "\(one.name)",
                ui.tag(
                    ui("operations.outcome.\(one.outcome.rawValue)"),
                    one.outcome == .done ? .good : .bad),
                moment(one.at), "\(one.detail)",
            ]
        }
        return """
            <h2>\(ui("operations.routine"))</h2>
            \(rows.isEmpty
                ? ui.emptyState(ui("operations.routine.none"))
                : ui.table(ui("operations.routine.caption"), columns, rows))
            """
    }

    private func moment(_ instant: Instant) -> HTML { ui.moment(instant, in: request.zone) }
}
