// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Choosing what is taken of a network that is followed.
struct KindsPage {
    private static let path = "/t/:tenant/following/networks/:id/kinds"
    private static let access = Access.roles([.administrator])

    static let routes = [
        Route(.get, path, access, system: "following") { request in
            let page = try KindsPage(request)
            return request.page(page.page(page.network.fields.kindNames, Problems()))
        },
        Route(.post, path, access, system: "following") { try await KindsPage($0).take() },
    ]

    private let request: Request
    private let network: Stored<FollowedNetwork>
    private var ui: UI { request.ui }
    private var home: Href { "/t/commons/following/networks/\(network.id.text)" }

    private init(_ request: Request) throws {
        self.request = request
        let context = try DerivedContext(request, kind: FollowedNetwork.kind)
        network = Stored<FollowedNetwork>(try context.find().whole)
    }

    private func take() async throws -> Response {
        let form = try await request.form()
        do {
            let call = ActionCall(
                FollowActions.chooseKinds.kind, by: request.actor, on: network.id,
                input: ["kinds": .text(try FollowPage.kinds(form, request))])
            _ = try await request.site.network.commons.perform(call, at: request.now)
            return .seeOther(home)
        } catch let problems as Problems {
            return request.page(page(form.all("kinds"), problems), status: 422)
        }
    }

    private func page(_ chosen: [String], _ problems: Problems) -> Page {
        let title = ui("following.kinds.title")
        var page = Page(
            title,
            """
            \(if: !problems.all.isEmpty, ui.errorSummary(problems))<h1>\(title)</h1>
            <p>\(ui("following.kinds.text"))</p>
            \(ui.form(home.inside("kinds"), hidden: [("csrf", request.csrf)], """
                \(FollowPage.boxes(chosen, problems, request))
                \(ui.buttons(ui.button(ui("following.kinds.title"))))
                """))
            """)
        page.hasErrors = !problems.all.isEmpty
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(network.name, home)]
        return page
    }
}
