// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What a tenant's store has to do by itself, for its administrators and the operator's: what was
/// given up first, since somebody must look at it.
struct JobsPage {
    private let request: Request
    private let ui: UI
    private let slug: String
    /// The addresses that are told what happens, by their ids.
    private let told: [String: String]

    /// - Throws: `Refusal.notFound` for anybody else.
    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        slug = request["tenant"]
        guard request.mayAdminister(slug) else { throw Refusal.notFound }
        let hooks = try request.site.webhooks?.all(in: slug) ?? []
        told = Dictionary(uniqueKeysWithValues: hooks.map { ($0.id.text, $0.fields.address) })
    }

    private var address: Href { "/t/\(slug)/jobs" }

    func answer() throws -> Response {
        let store = try request.tenant()
        let counts = try store.jobCounts()
        let figures = KeptJob.State.allCases.map {
            UI.Figure(ui.number(counts[$0] ?? 0), ui("jobs.state.\($0.rawValue)"))
        }
        let sections = try [KeptJob.State.dead, .running, .waiting, .done].map { state -> HTML in
            let jobs = try store.jobs(state, limit: state == .dead ? 200 : 50)
            if jobs.isEmpty { return "" }
            return """
                <h2>\(ui("jobs.state.\(state.rawValue)"))</h2>
                \(table(jobs, state))
                """
        }
        var page = Page(
            ui("jobs.title"), width: .wide,
            """
            <h1>\(ui("jobs.title"))</h1>
            <p>\(ui("jobs.text"))</p>
            \(ui.figures(figures))
            \(sections)
            """)
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(try request.placeName(slug), "/t/\(slug)")]
        return request.page(page)
    }

    func retry() async throws -> Response {
        try await request.tenant().retryJob(try await sentID(), at: request.now)
        return .seeOther(address)
    }

    func drop() async throws -> Response {
        try await request.tenant().dropJob(try await sentID())
        return .seeOther(address)
    }

    private func sentID() async throws -> RecordID {
        guard let id = RecordID(try await request.form()["id"] ?? "") else { throw Refusal.notFound }
        return id
    }

    private func table(_ jobs: [KeptJob], _ state: KeptJob.State) -> HTML {
        let columns = ["kind", "at", "next", "attempts", "error", "action"].map {
            UI.Column(ui("jobs.column.\($0)"))
        }
        let rows = jobs.map { job -> [HTML] in
            let next: HTML =
                switch state {
                case .waiting: moment(job.notBefore)
                case .running: progress(job)
                case .done, .dead: job.endedAt.map(moment) ?? ""
                }
            return [
                "<code>\(job.kind)</code>\(about(job))", moment(job.createdAt), next,
                "\(ui.number(job.attempts))", "\(job.error ?? "")",
                state == .dead ? actions(job) : "",
            ]
        }
        return ui.table(
            ui("jobs.state.\(state.rawValue)"), columns, rows,
            id: "jobs-\(state.rawValue)", isCaptionSeen: false)
    }

    /// Which address is told of what, of a job that tells one.
    private func about(_ job: KeptJob) -> HTML {
        guard let hook = job.payload["webhook"]?.asString, let entry = job.payload["entry"]?.asInteger
        else { return "" }
        let text = ui("jobs.delivery", ["entry": ui.number(Int(entry))])
        let link = told[hook].map { "<br>\(ui.link($0, "/t/\(slug)/webhooks/\(hook)"))" as HTML }
        return "<br>\(text)\(link)"
    }

    private func progress(_ job: KeptJob) -> HTML {
        guard let total = job.total else { return "\(ui.number(job.done))" }
        let values = ["done": ui.number(job.done), "total": ui.number(total)]
        return "\(ui("jobs.progress", values))"
    }

    private func actions(_ job: KeptJob) -> HTML {
        let hidden = [("csrf", request.csrf), ("id", job.id.text)]
        return """
            \(ui.rowButton("\(address)/retry", ui("jobs.retry"), about: job.kind, hidden: hidden))
            \(ui.rowButton("\(address)/drop", ui("jobs.drop"), about: job.kind, hidden: hidden))
            """
    }

    private func moment(_ instant: Instant) -> HTML { ui.moment(instant, in: request.zone) }
}

extension UI {
    /// How a job stands.
    func tag(_ state: KeptJob.State, isDelivery: Bool = false) -> HTML {
        let tone: Tone =
            switch state {
            case .waiting, .running: .active
            case .done: .good
            case .dead: .bad
            }
        return tag(self("\(isDelivery ? "webhook.delivery" : "jobs.state").\(state.rawValue)"), tone)
    }
}

/// The addresses of jobs, and of those who are told what happens.
enum JobRoutes {
    static let all = [
        Route(.get, "/t/:tenant/jobs", .signedIn) { try JobsPage($0).answer() },
        Route(.post, "/t/:tenant/jobs/retry", .signedIn) { try await JobsPage($0).retry() },
        Route(.post, "/t/:tenant/jobs/drop", .signedIn) { try await JobsPage($0).drop() },
        Route(.get, "/t/:tenant/webhooks", .signedIn) { try WebhooksPage($0).answer() },
        Route(.post, "/t/:tenant/webhooks", .signedIn) {
            try await ProvingPage.before($0) { try await WebhooksPage($0).add() }
        },
        Route(.get, "/t/:tenant/webhooks/:webhook", .signedIn) { try WebhookPage($0).answer() },
        Route(.post, "/t/:tenant/webhooks/:webhook/replay", .signedIn) {
            try await WebhookPage($0).replay()
        },
    ] + [Webhooks.Act.enable, .disable, .remove].map { (act: Webhooks.Act) -> Route in
        Route(.post, "/t/:tenant/webhooks/:webhook/\(act.rawValue)", .signedIn) {
            try await WebhookPage($0).take(act)
        }
    }
}
