// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One subscription: made or changed by a form, and tried before it is.
struct SubscriptionPage {
    private let room: TwinRoom
    /// Which is changed; nil: a new one.
    private var id: String? { room.askedID }
    private var ui: UI { room.ui }
    private var list: Href { room.whole.inside("connections") }
    private var here: Href { list.inside("subscription").with(["id": id]) }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayWrite).ofWhole
    }

    func show() async throws -> Response {
        let old = try await room.asked("subscriptions/:id")
        let fields = old.map(SubscriptionFields.fields) ?? TypedFields(SubscriptionFields.start)
        return room.request.page(page(fields, old))
    }

    func take() async throws -> Response {
        let form = try await room.request.form()
        let old = try await room.asked("subscriptions/:id")
        var fields = SubscriptionFields.typed(form)
        fields.values["types"] = TypeNames(room).meant(fields["types"])
        let members = SubscriptionFields.members(&fields, room.request)
        guard fields.problems.all.isEmpty else {
            return room.request.page(page(fields, old), status: 422)
        }
        do {
            if form["do"] == "test" {
                let reason = try await SubscriptionTrial(room).send(members, id)
                return room.request.page(page(fields, old, tried: .some(reason)))
            }
            try await save(members, old)
            return .seeOther(list.with(["done": "1"]))
        } catch let problem as TwinProblem {
            SubscriptionFields.refuse(problem, in: &fields)
            return room.request.page(page(fields, old), status: 422)
        }
    }

    private func save(_ members: JSONObject, _ old: JSONObject?) async throws {
        guard let id, let old else {
            try await room.ask(.post, "subscriptions", .object(members))
            return
        }
        // As the form would say what stands: all that differs from it was changed by hand.
        var before = SubscriptionFields.fields(old)
        let standing = SubscriptionFields.members(&before, room.request)
        let patch = JSON.patch(from: standing, to: members, nothing: .null, isDeep: true)
        guard !patch.isEmpty else { return }
        try await room.ask(.patch, "subscriptions/:id", places: ["id": id], .object(patch))
    }

    // MARK: The page

    /// - Parameter tried: what came of a try, if there was one: nil in it, it was taken.
    private func page(_ fields: TypedFields, _ old: JSONObject?, tried: String?? = nil) -> Page {
        let title = ui(id == nil ? "twin.subscribe" : "twin.subscribe.change")
        let names = TypeNames(room)
        var fields = fields
        fields.values["types"] = names.shown(fields["types"])
        let form = FieldDrawing(ui: ui, fields: fields)
        var page = room.page(
            title, .connections, under: [UI.Link(ui("twin.connections"), list)], width: .reading,
            """
            \(form.trouble)<h1>\(title)</h1>
            <p>\(ui("twin.subscribe.text"))</p>
            \(tried.map(outcome))
            \(old.map(history))
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], isGuarded: true, """
                \(questions(form, names.known))
                \(ui.buttons(
                    ui.button(ui("twin.subscribe.save")),
                    ui.button(ui("twin.subscribe.test"), .secondary, name: "do", value: "test"),
                    ui.link(ui("twin.confirm.back"), list)))
                """))
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        return page
    }

    private func questions(_ form: FieldDrawing, _ types: [String]) -> HTML {
        let (fields, medias) = (form.fields, SubscriptionFields.medias.map(\.field))
        let isMore = !fields["rest"].isEmpty || ui.error("rest", in: fields.problems) != nil
        return """
            \(form.line("name"))
            \(ui.fieldset(ui("twin.subscribe.of"), """
                \(form.line("types"))\(hint(types))\(form.line("watched"))\(form.line("pattern"))
                \(form.line("q"))\(form.boxes("trigger", SubscriptionFields.triggers))
                """))
            \(ui.fieldset(ui("twin.subscribe.to"), """
                \(form.line("address", .address, isOptional: false))\(form.area("headers"))
                \(form.choice("format", SubscriptionFields.forms))\(form.choice("accept", medias))
                \(form.line("attributes"))
                """))
            \(ui.fieldset(ui("twin.subscribe.when"), """
                \(form.line("throttling", .decimal, .short))\(form.line("interval", .decimal, .short))
                \(form.line("until", .text, .half))
                """))
            \(ui.details(ui("twin.fields.more"), isOpen: isMore, form.area("rest", rows: 8)))
            """
    }

    private static let mostTypes = 12

    private func hint(_ types: [String]) -> HTML {
        guard !types.isEmpty else { return "" }
        let names = types.prefix(Self.mostTypes).joined(separator: ", ")
        return "<p class=\"hint\">\(ui("twin.subscribe.known", ["types": names]))</p>"
    }

    private func outcome(_ reason: String?) -> HTML {
        let text = ui(reason == nil ? "twin.subscribe.taken" : "twin.subscribe.refused")
        return ui.inset(
            """
            <div role="status"><p><strong>\(text)</strong></p>\
            \(reason.map { "<p>\(room.reason($0))</p>" })</div>
            """)
    }

    /// How it went so far.
    private func history(_ old: JSONObject) -> HTML {
        let told = old["notification"]
        let status = old["status"]?.asString ?? "active"
        let sent = ui("twin.connections.sent", [
            "sent": ui.number(Int(told?["timesSent"]?.asInteger ?? 0)),
            "failed": ui.number(Int(told?["timesFailed"]?.asInteger ?? 0)),
            "waiting": ui.number(room.hub.work(of: room.twin)?.notifier.waiting(for: id ?? "") ?? 0),
        ])
        var rows = [
            UI.Row(ui("twin.connections.column.state"), ui("twin.connections.state.\(status)")),
            UI.Row(ui("twin.connections.column.sent"), sent),
        ]
        for key in ["lastSuccess", "lastFailure"] {
            if let stamp = told?[key]?.asString.flatMap({ Stamp($0) }) {
                rows.append(UI.Row(ui("twin.connections.\(key)"), room.moment(stamp)))
            }
        }
        if let reason = told?["lastErrorReason"]?.asString {
            rows.append(UI.Row(ui("twin.connections.column.reason"), room.reason(reason)))
        }
        return ui.summaryList(rows)
    }
}
