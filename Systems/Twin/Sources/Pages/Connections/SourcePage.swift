// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One source that is asked along with the twin: registered or changed by a form.
struct SourcePage {
    private let room: TwinRoom
    /// Which is changed; nil: a new one.
    private var id: String? { room.askedID }
    private var ui: UI { room.ui }
    private var list: Href { room.whole.inside("connections") }
    private var here: Href { list.inside("source").with(["id": id]) }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayWrite).ofWhole
    }

    func show() async throws -> Response {
        let old = try await room.asked("csourceRegistrations/:id")
        let fields = old.map(SourceFields.fields) ?? TypedFields(SourceFields.start)
        return room.request.page(page(fields, old))
    }

    func take() async throws -> Response {
        let form = try await room.request.form()
        let old = try await room.asked("csourceRegistrations/:id")
        var fields = SourceFields.typed(form)
        let members = SourceFields.members(&fields, room.request)
        if fields.problems.all.isEmpty {
            do {
                try await save(members, old)
                return .seeOther(list.with(["done": "1"]))
            } catch let problem as TwinProblem { SourceFields.refuse(problem, in: &fields) }
        }
        return room.request.page(page(fields, old), status: 422)
    }

    private func save(_ members: JSONObject, _ old: JSONObject?) async throws {
        guard let id, let old else {
            try await room.ask(.post, "csourceRegistrations", .object(members))
            return
        }
        var before = SourceFields.fields(old)
        let standing = SourceFields.members(&before, room.request)
        let patch = JSON.patch(
            from: standing, to: members, nothing: .string(Fragment.null), isDeep: false)
        guard !patch.isEmpty else { return }
        try await room.ask(.patch, "csourceRegistrations/:id", places: ["id": id], .object(patch))
    }

    private func page(_ fields: TypedFields, _ old: JSONObject?) -> Page {
        let title = ui(id == nil ? "twin.register" : "twin.register.change")
        let form = FieldDrawing(ui: ui, fields: fields)
        var page = room.page(
            title, .connections, under: [UI.Link(ui("twin.connections"), list)], width: .reading,
            """
            \(form.trouble)<h1>\(title)</h1>
            <p>\(ui("twin.register.text"))</p>
            \(old.map(history))
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], isGuarded: true, """
                \(questions(form))
                \(ui.buttons(
                    ui.button(ui("twin.register.save")), ui.link(ui("twin.confirm.back"), list)))
                """))
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        return page
    }

    private func questions(_ form: FieldDrawing) -> HTML {
        let isMore = !form.fields["rest"].isEmpty || ui.error("rest", in: form.fields.problems) != nil
        return """
            \(form.line("name"))\(form.line("address", .address, isOptional: false))
            \(ui.fieldset(ui("twin.register.has"), """
                \(form.line("types"))\(form.area("ids"))\(form.line("pattern"))
                \(form.line("properties"))\(form.line("relationships"))
                """))
            \(ui.fieldset(ui("twin.register.how"), """
                \(form.choice("mode", SourceFields.modes))
                \(form.boxes("operations", SourceFields.operations))
                \(form.line("tenant", .text, .half))\(form.area("headers"))
                \(form.line("timeout", .whole, .short))\(form.line("cooldown", .whole, .short))
                \(form.line("until", .text, .half))
                """))
            \(ui.details(ui("twin.fields.more"), isOpen: isMore, form.area("rest", rows: 8)))
            """
    }

    /// How asking it went.
    private func history(_ old: JSONObject) -> HTML {
        let asked = ui("twin.connections.asked", [
            "sent": ui.number(Int(old["timesSent"]?.asInteger ?? 0)),
            "failed": ui.number(Int(old["timesFailed"]?.asInteger ?? 0)),
        ])
        var rows = [UI.Row(ui("twin.connections.column.sent"), asked)]
        for key in ["lastSuccess", "lastFailure"] {
            if let stamp = old[key]?.asString.flatMap({ Stamp($0) }) {
                rows.append(UI.Row(ui("twin.connections.\(key)"), room.moment(stamp)))
            }
        }
        return ui.summaryList(rows)
    }
}
