// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import Web

/// Following another network: its address and what is taken of it. The network is asked who it is;
/// what it says is confirmed on the next page.
struct FollowPage {
    private static let path = "/t/:tenant/following/networks/new/follow-network"
    static let form: Href = "/t/commons/following/networks/new/follow-network"
    private static let access = Access.roles([.administrator])

    static let routes = [
        Route(.get, path, access, system: "following") { try FollowPage($0).show() },
        Route(.post, path, access, system: "following") { try await FollowPage($0).take() },
    ]

    private let request: Request
    private var ui: UI { request.ui }

    private init(_ request: Request) throws {
        guard request["tenant"] == Tenant.commons else { throw Refusal.notFound }
        self.request = request
    }

    private func show() throws -> Response {
        let all = request.site.network.travellingKinds.map { ("kinds", $0.name) }
        return request.page(page(FormData(all), Problems()))
    }

    private func take() async throws -> Response {
        let form = try await request.form()
        do {
            let id = try await follow(form)
            return .seeOther("/t/commons/following/networks/\(id.text)")
        } catch let problems as Problems {
            return request.page(page(form, problems), status: 422)
        }
    }

    private func follow(_ form: FormData) async throws -> RecordID {
        let site = request.site
        guard let outside = site.outside else { throw Refusal.notFound }
        guard let address = NetworkAddress(form["address"] ?? "") else {
            throw Problems("address", "not_an_address", Phrase("following.problem.address"))
        }
        let kinds = try Self.kinds(form, request)
        let found: Announcement
        do {
            found = try await Asking(outside: outside, now: { site.network.now() })
                .announcement(of: address)
        } catch let trouble as Trouble {
            throw Problems(
                "address", trouble.failure.rawValue,
                Phrase("following.problem.trouble", ["detail": trouble.detail]))
        }
        if try await site.network.signingKeys().chain.contains(where: { $0.key == found.key }) {
            throw Problems("address", "ourselves", Phrase("following.problem.ourselves"))
        }
        if found.isDemonstration, !site.configuration.isDemonstration {
            throw Problems("address", "demonstration", Phrase("following.problem.demonstration"))
        }
        let call = ActionCall(
            FollowActions.follow.kind, by: request.actor,
            input: [
                "name": .text(found.name), "address": .text(address.text),
                "key": .text(found.key.text), "kinds": .text(kinds),
            ])
        return try await site.network.commons.perform(call, at: request.now).row.id
    }

    /// Those that were ticked, of those that travel.
    static func kinds(_ form: FormData, _ request: Request) throws -> String {
        let chosen = Set(form.all("kinds"))
        let kinds = request.site.network.travellingKinds.map(\.name).filter(chosen.contains)
        if kinds.isEmpty { throw Problems("kinds", "missing", Phrase("following.problem.kinds")) }
        return kinds.joined(separator: " ")
    }

    /// The boxes to tick.
    static func boxes(_ chosen: [String], _ problems: Problems, _ request: Request) -> HTML {
        let ui = request.ui
        let options = request.site.network.travellingKinds.map {
            UI.Option($0.name, ui.name(ofKind: $0.name, request))
        }
        return ui.checkboxes(
            UI.Ask(
                "kinds", label: ui("following.network.kinds"), error: ui.error("kinds", in: problems)),
            options, chosen: Set(chosen))
    }

    private func page(_ form: FormData, _ problems: Problems) -> Page {
        let title = ui("following.action.follow_network")
        let address = UI.Ask(
            "address", label: ui("following.network.address"),
            hint: ui("following.network.address.hint"),
            error: ui.error("address", in: problems))
        var page = Page(
            title,
            """
            \(if: !problems.all.isEmpty, ui.errorSummary(problems))<h1>\(title)</h1>
            <p>\(ui("following.follow.text"))</p>
            \(ui.form(Self.form, hidden: [("csrf", request.csrf)], """
                \(ui.textInput(address, value: form["address"] ?? "", autocomplete: "off"))
                \(Self.boxes(form.all("kinds"), problems, request))
                \(ui.buttons(ui.button(ui("following.follow.button"))))
                """))
            """)
        page.hasErrors = !problems.all.isEmpty
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(ui("following.manage"), "/t/commons/following/networks")]
        return page
    }
}
