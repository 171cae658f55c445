// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What somebody has asked, wherever it is by now: `/questions/mine`.
enum OwnQuestionsPage {
    static let routes = [Route(.get, "/questions/mine", .signedIn, answer: answer)]

    @Sendable private static func answer(_ request: Request) throws -> Response {
        guard let person = request.visitor.person else { throw Refusal.signIn }
        let ui = request.ui
        let items = try own(person, in: request.site.network).map { tenant, question -> HTML in
            let href: Href = "/t/\(tenant.slug)/knowledge/questions/\(question.id.text)"
            let due = question.state == .asked ? question.promisedOn : nil
            return """
                <li>\(ui.link(question.subject, href)) \
                <span class="note">\(ui.state(question.state, of: Question.kind)) · \
                \(ui.name(of: tenant))\(due.map { " · \(ui("knowledge.mine.due")) \(ui.day($0))" as HTML })\
                </span></li>

                """
        }
        let ask = ui.buttons(ui.linkButton(ui("knowledge.ask"), "/ask", .secondary))
        var page = Page(
            ui("knowledge.mine"),
            """
            <h1>\(ui("knowledge.mine"))</h1>
            \(if: items.isEmpty, ui.emptyState(ui("knowledge.mine.none")),
                else: "<ul class=\"link-list\">\(items)</ul>")
            \(ask)
            """)
        page.isPrivate = true
        return request.page(page)
    }

    /// The newest first. One that moved is shown where it is; a body out of service is left out.
    private static func own(
        _ person: RecordID, in network: Network
    ) throws -> [(Tenant, Stored<Question>)] {
        var own: [(Tenant, Stored<Question>)] = []
        for tenant in try network.tenants() where tenant.systems.contains("knowledge") {
            guard let store = try? network.tenant(tenant.slug) else { continue }
            own += try store.read(as: .system("pages")) { reader in
                try reader.list(
                    Question.self,
                    Query(
                        [
                            .field("asker", is: person),
                            .state(.asked, .answered, .settled, .leaving, .withdrawn),
                        ], limit: 200))
            }.map { (tenant, $0) }
        }
        return own.sorted { ($1.1.askedOn ?? .first, $1.1.id) < ($0.1.askedOn ?? .first, $0.1.id) }
    }
}
