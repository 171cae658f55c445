// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The form of what one follows at a body: the page of its action, filled with what the list before was
/// narrowed to, or with what is likely.
struct FollowPage {
    private static let list = "/t/:tenant/knowledge/subscriptions"

    static let routes = [DigestActions.follow.kind, DigestActions.change.kind].flatMap { action in
        let path = action.isCreating ? "\(list)/new/\(action.segment)" : "\(list)/:id/\(action.segment)"
        return [
            Route(.get, path, .signedIn, system: "knowledge") { try FollowPage($0, action).show() },
            Route(.post, path, .signedIn, system: "knowledge") {
                try await FollowPage($0, action).page().take()
            },
        ]
    }

    private let context: DerivedContext
    private let action: ActionKind
    private var request: Request { context.request }
    private var ui: UI { context.ui }

    private init(_ request: Request, _ action: ActionKind) throws {
        context = try DerivedContext(request, kind: Subscription.kind)
        self.action = action
    }

    private func show() throws -> Response {
        if action.isCreating, try OwnFollowing.find(for: request, in: context.store) != nil {
            return .seeOther("/t/\(context.slug)/knowledge/digest")
        }
        let page = try page()
        var draft = try page.blank()
        if action.isCreating {
            draft.form.texts.add("scope", Subscription.Scope.body.rawValue)
            draft.form.texts.add("pace", Subscription.Pace.weekly.rawValue)
            if try holdsDuty() { draft.form.texts.add("by_duty", "true") }
        }
        for name in FollowedFilter.names {
            for value in request.query.all(name) where !draft.form.texts.all(name).contains(value) {
                draft.form.texts.add(name, value)
            }
        }
        return try page.answer(draft)
    }

    private func page() throws -> ActionPage {
        var page = try ActionPage(context, action)
        let (slug, segment, words) = (context.slug, action.segment, FieldWords(ui, action: action))
        page.above = """
            <p class="lead">\(ui("knowledge.follow.lead", ["body": ui.name(of: context.store.tenant)]))</p>
            """
        page.next = { _ in ("/t/\(slug)/knowledge/digest" as Href).with(["done": segment]) }
        // Two dozen languages would stand in the way of everything else.
        page.unasked = ["language"]
        page.filled = { draft in ["language": draft.form.texts.all("language").joined(separator: " ")] }
        page.inside = { [ui] draft in
            let chosen = Set(draft.form.texts.all("language"))
            let options = Tongue.allCases.map {
                UI.Option($0.rawValue, words.option("language", $0.rawValue))
            }
            let ask = UI.Ask("language", label: words.label("language"), hint: words.hint("language"))
            return ui.details(
                words.label("language"), isOpen: !chosen.isEmpty,
                ui.checkboxes(ask, options, chosen: chosen))
        }
        return page
    }

    private func holdsDuty() throws -> Bool {
        guard let person = request.visitor.person else { return false }
        let slugs = request.visitor.roles.keys.filter { $0 != Tenant.commons }
        return try slugs.contains { slug in
            guard let store = try? request.site.network.tenant(slug),
                store.tenant.systems.contains("knowledge")
            else { return false }
            return try store.read(as: .system("pages")) { reader in
                try !reader.list(
                    Mandate.self, Query([.field("person", is: person), .state(.held)], limit: 1)).isEmpty
            }
        }
    }
}

/// What a list was narrowed to, as the form of who follows it takes it over.
enum FollowedFilter {
    static let names = ["parts", "topic", "readers", "language"]

    /// The pairs of an address, of these names alone.
    static func pairs(of request: Request) -> [(String, String?)] {
        request.query.pairs.filter { names.contains($0.name) && !$0.value.isEmpty }
            .map { ($0.name, $0.value) }
    }
}
