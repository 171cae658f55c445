// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What others have sent on a case: submissions, answers of other authorities, and reports from
/// elsewhere that could not be taken into it.
struct OfficerCaseLists {
    let context: DerivedContext
    let application: Stored<Application>
    private var ui: UI { context.ui }
    private static let most = 200

    init(_ context: DerivedContext, _ application: Stored<Application>) {
        self.context = context
        self.application = application
    }

    func html() throws -> HTML {
        let query = Query(
            [.field("application", is: application.id)], order: "id", limit: Self.most)
        let (submissions, questions, beside) = try context.store.read(as: context.actor) { reader in
            (
                try reader.list(Submission.self, query), try reader.list(Consultation.self, query),
                try reader.list(Beside.self, query)
            )
        }
        return """
            \(said(submissions))\(asked(questions))\(if: !beside.isEmpty, reports(beside))
            """
    }

    private func said(_ submissions: [Stored<Submission>]) -> HTML {
        let items = submissions.map { submission -> HTML in
            let href: Href = "/t/\(context.slug)/planning/submissions/\(submission.id.text)"
            let name = submission.name.isEmpty ? ui("planning.submission") : submission.name
            let stance = submission.stance.map { ui("planning.submission.stance.\($0.rawValue)") }
            return """
                <li>\(ui.link(name, href)) \(stance.map { ui.tag($0) })\
                <span class="note">\(submission.receivedOn.map(ui.day) ?? "–")</span>\
                <p>\(excerpt(submission.text))</p></li>
                """
        }
        return """
            <h2>\(ui("planning.submissions", ["count": "\(submissions.count)"]))</h2>
            \(if: items.isEmpty, "<p>\(ui("planning.submissions.none"))</p>",
                else: "<ul class=\"link-list\">\(items)</ul>")
            """
    }

    private func asked(_ questions: [Stored<Consultation>]) -> HTML {
        let names = try? context.request.site.network.tenants().reduce(into: [String: String]()) {
            $0[$1.slug] = $1.name
        }
        let cards = questions.map { question in
            ui.summaryCard(
                names?[question.consultee] ?? question.consultee,
                rows: [
                    UI.Row(ui("planning.consultation.question"), ui.prose(question.question)),
                    UI.Row(
                        ui("planning.consultation.asked_on"), question.askedOn.map(ui.day) ?? ""),
                    UI.Row(
                        ui("planning.consultation.answer"),
                        question.answer.map(ui.prose) ?? outstanding(question)),
                ])
        }
        let ask = ("/t/\(context.slug)/planning/consultations/new/ask-consultee" as Href)
            .with(["application": application.id.text])
        let canAsk =
            PlanningActions.open.contains(application.state)
            && PlanningActions.askConsultee.kind.permits(context.actor, on: nil)
        return """
            <h2>\(ui("planning.consultations"))</h2>
            \(cards)
            \(if: canAsk, ui.linkList([UI.Link(ui("planning.action.ask_consultee"), ask)]))
            """
    }

    /// That there is no answer yet, or that there will be none.
    private func outstanding(_ question: Stored<Consultation>) -> HTML {
        question.state == .undelivered
            ? ui.warning(ui("planning.consultation.came_back")) : "\(ui("planning.not_yet"))"
    }

    private func reports(_ beside: [Stored<Beside>]) -> HTML {
        let links = beside.map { report in
            UI.Link(
                ui(
                    "planning.beside.link.\(report.standing.rawValue)",
                    ["day": report.receivedOn?.description ?? "–"]),
                "/t/\(context.slug)/planning/besides/\(report.id.text)")
        }
        return """
            <h2>\(ui("planning.beside.list"))</h2>
            <p>\(ui("planning.beside.text"))</p>
            \(ui.linkList(links))
            """
    }

    private func excerpt(_ text: String) -> String {
        text.count <= 140 ? text : text.prefix(140) + "…"
    }
}
