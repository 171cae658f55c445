// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Saying something else of an entity, in the twin or in a branch of it: one value at a time. What it said
/// before stays in its history.
struct ChangePage {
    private let room: TwinRoom
    private let entity: Entity
    /// The attribute that is changed, its whole IRI; nil: one is added.
    private let name: String?
    private let instance: Instance?
    private var ui: UI { room.ui }
    private var here: Href { room.change(entity.id, name) }

    init(_ room: TwinRoom) throws {
        let room = try room.admitting(\.mayWrite)
        guard let id = room.askedID, let entity = try room.twin.entity(id, at: room.now),
            room.access.covers(entity), try room.twin.read({ $0.mark(of: id) }) == nil
        else { throw Refusal.notFound }
        (self.room, self.entity) = (room, entity)
        name = room.request.query["name"].map(room.naming.expand)
        instance = name.flatMap { entity[$0] }?.instances.first { $0.datasetId == nil }
        guard name == nil || instance.flatMap(TypedValue.init) != nil else { throw Refusal.notFound }
    }

    /// What stands there; a new attribute is whatever is typed.
    private var old: TypedValue { instance.flatMap(TypedValue.init) ?? .plain(.null) }

    func show() -> Response {
        var fields = TypedFields("twin.set", old.fields)
        if name == nil { fields.values = [:] }
        fields.values["unit"] = instance?.unitCode
        return room.request.page(page(fields))
    }

    func take() async throws -> Response {
        var fields = TypedFields("twin.set", try await room.request.form())
        let attribute = name.map(room.naming.compact) ?? fields["name"]
        if name == nil, !NameRules.isName(attribute) { fields.refuse("name", "name") }
        if name == nil, entity[room.naming.expand(attribute)] != nil { fields.refuse("name", "there") }
        var members = old.members(&fields)
        if case .plain = old, !fields["unit"].isEmpty { members["unitCode"] = .string(fields["unit"]) }
        // Who says it here says it now.
        if instance?.observedAt != nil { members["observedAt"] = .string(room.now.description) }
        if fields.problems.all.isEmpty {
            do {
                let body: JSON = .object([attribute: .object(members)])
                try await room.ask(.patch, "entities/:id", places: ["id": entity.id], body)
                return .seeOther(room.href(of: entity.id).with(["done": "1"]))
            } catch let problem as TwinProblem {
                fields.refuse(problem, [], else: nil)
            }
        }
        return room.request.page(page(fields), status: 422)
    }

    private func page(_ fields: TypedFields) -> Page {
        let form = FieldDrawing(ui: ui, fields: fields)
        let called = EntityName(room, entity).shown
        let title = name.map { ui("twin.set", ["attribute": room.name($0)]) } ?? ui("twin.set.add")
        let back = room.href(of: entity.id)
        var page = room.page(
            title, .entities,
            under: [UI.Link(ui("twin.entities"), room.home.inside("entities")), UI.Link(called, back)],
            width: .reading,
            """
            \(form.trouble)<h1>\(title)</h1>
            <p>\(ui("twin.set.text", ["entity": called]))</p>
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], """
                \(if: name == nil, form.line("name", .text, .half, isOptional: false))
                \(inputs(form))
                \(ui.buttons(ui.button(ui("twin.set.go")), ui.link(ui("twin.confirm.back"), back)))
                """))
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        return page
    }

    private func inputs(_ form: FieldDrawing) -> HTML {
        switch old {
        case .plain:
            "\(form.line("value", .text, .full, isOptional: false))\(form.line("unit", .text, .short))"
        case .pointer: form.line("value", .text, .full, isOptional: false)
        case .point:
            """
            \(form.line("latitude", .decimal, .medium, isOptional: false))
            \(form.line("longitude", .decimal, .medium, isOptional: false))
            """
        }
    }
}

extension TwinRoom {
    /// The page on which a value of an entity is changed, or one is added.
    func change(_ id: String, _ name: String? = nil) -> Href {
        home.inside("change").with(["id": id, "name": name.map(naming.compact)])
    }
}
