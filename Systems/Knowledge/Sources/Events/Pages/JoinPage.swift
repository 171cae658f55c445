// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The form of somebody who wants to come, and others that begin at an event: that is known, so that
/// it is not asked for. Each is the page of its action.
struct JoinPage {
    static let routes = [
        EventActions.register.kind, EventActions.enter.kind, EventActions.add.kind,
    ].flatMap { action in
        let path = "/t/:tenant/knowledge/\(action.record.plural)/new/\(action.segment)"
        let access: Access = action.grants.contains(.signedIn) ? .signedIn : .roles([.officer, .manager])
        return [
            Route(.get, path, access, system: "knowledge") { try JoinPage($0, action).show() },
            Route(.post, path, access, system: "knowledge") { try await JoinPage($0, action).take() },
        ]
    }

    private let context: DerivedContext
    private let action: ActionKind
    private var ui: UI { context.ui }
    private var isForOneself: Bool { action.grants.contains(.signedIn) }
    /// What the page before said: of papers the event alone.
    private var known: [String] { action.record.name == "material" ? ["event"] : ["event", "occurrence"] }

    private init(_ request: Request, _ action: ActionKind) throws {
        context = try DerivedContext(request, kind: action.record)
        self.action = action
    }

    private func show() throws -> Response {
        let query = context.request.query
        var page = try page(knowing: query["event"] != nil)
        try prepare(&page, query["event"], query["occurrence"])
        var draft = try page.blank()
        if isForOneself {
            draft.form.put(context.request.visitor.name, under: "name")
            draft.form.put(organisation ?? "", under: "organisation")
        }
        for name in known { draft.form.texts.add(name, query[name] ?? "") }
        return try page.answer(draft)
    }

    private func take() async throws -> Response {
        let sent = try await page(knowing: false).received()
        var page = try page(knowing: sent.form["known"] != nil)
        try prepare(&page, sent.form["event"], sent.form["occurrence"])
        let isEntering = action.name == EventActions.enter.kind.name
        page.next = { [context, action] outcome in
            let path: Href = "/t/\(context.slug)/knowledge/events/\(outcome.row["event"].text ?? "")"
            return (isEntering ? path.inside("participants") : path).with(["done": action.segment])
        }
        return try await page.take(sent)
    }

    /// - Parameter knowing: whether the event is known and not asked for.
    private func page(knowing: Bool) throws -> ActionPage {
        var page = try ActionPage(context, action)
        guard knowing else { return page }
        let known = known
        page.unasked = Set(known)
        page.inside = { [ui] draft in
            "\((known + ["known"]).map { ui.hidden($0, draft.form[$0] ?? "yes") })"
        }
        page.filled = { draft in
            var texts: [String: String] = [:]
            for name in known { texts[name] = draft.form[name] ?? "" }
            return texts
        }
        return page
    }

    /// Whom somebody works for, where it is one.
    private var organisation: String? {
        let own = context.request.visitor.roles.filter { slug, roles in
            slug != Tenant.commons && !roles.isDisjoint(with: Role.staff)
        }.keys
        guard own.count == 1, let slug = own.first else { return nil }
        return (try? context.request.site.network.find(slug)).flatMap { $0 }.map { ui.name(of: $0) }
    }

    /// Says which event it is, if the reader may know of it; and of a full one that there is a line.
    private func prepare(_ page: inout ActionPage, _ id: String?, _ day: String?) throws {
        guard let id = id.flatMap({ RecordID($0) }) else { return }
        let event = try context.store.read(as: context.actor) { try $0.find(Event.self, id) }
        guard let event else { return }
        let day = day.flatMap { Day($0) }
        let one = day.flatMap { day in event.fields.occurrences.first { $0.day == day } }
            ?? event.fields.occurrences.first
        let left = try EventPlaces(event, [], context).left(on: day)
        if isForOneself, left.isFull { page.button = ui("knowledge.event.join_line") }
        page.above = ui.inset(
            """
            <p><strong>\(ui.link(event.title, "/t/\(context.slug)/knowledge/events/\(id.text)"))</strong></p>
            \(one.map { "<p>\(EventTimes(ui).text($0, here: context.zone))</p>" })
            \(if: isForOneself, "<p>\(left.text)</p>")
            """)
    }
}
