// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Deleting an entity, or one attribute of it, in the twin or in a branch of it. It is asked before; what was
/// said stays in the history.
struct DeletePage {
    /// How much of a value is shown.
    private static let longestValue = 80

    private let room: TwinRoom
    private let entity: Entity
    /// The attribute that is to go; nil: all of the entity.
    private let part: Part?
    private var ui: UI { room.ui }

    private struct Part {
        let name: String
        let datasetId: String?
    }

    init(_ room: TwinRoom) throws {
        let room = try room.admitting(\.mayWrite)
        let query = room.request.query
        let part = query["name"].map { name in
            Part(
                name: room.naming.expand(name),
                datasetId: query["datasetId"].flatMap { $0.isEmpty ? nil : $0 })
        }
        guard let id = room.askedID, let entity = try room.twin.entity(id, at: room.now),
            room.access.covers(entity), try room.twin.read({ $0.mark(of: id) }) == nil,
            part.map({ entity.instance($0.name, $0.datasetId) != nil }) ?? true
        else { throw room.request.method.isSafe ? Refusal.notFound : .entityIsGone }
        (self.room, self.entity, self.part) = (room, entity, part)
    }

    func show() -> Response { room.request.page(page()) }

    func take() async throws -> Response {
        // The form says nothing but that it is this site's own.
        _ = try await room.request.form()
        do {
            if let part {
                try await room.ask(
                    .delete, "entities/:id/attrs/:name",
                    places: ["id": entity.id, "name": room.naming.compact(part.name)],
                    parameters: part.datasetId.map { ["datasetId": $0] } ?? [:])
            } else {
                try await room.ask(.delete, "entities/:id", places: ["id": entity.id])
            }
        } catch let problem as TwinProblem {
            var page = page(room.trouble(problem))
            page.hasErrors = true
            return room.request.page(page, status: 422)
        }
        let done = part == nil ? "deleted" : "gone"
        return .seeOther(room.href(of: entity.id).with(["done": done]))
    }

    private func page(_ trouble: HTML = "") -> Page {
        let called = EntityName(room, entity).shown
        let name = part.map { room.name($0.name) }
        let title = name.map { ui("twin.delete.attribute", ["attribute": $0, "entity": called]) }
            ?? ui("twin.delete", ["entity": called])
        let back = room.href(of: entity.id)
        return room.page(
            title, .entities,
            under: [UI.Link(ui("twin.entities"), room.home.inside("entities")), UI.Link(called, back)],
            width: .reading,
            """
            \(trouble)<h1>\(title)</h1>
            <p>\(what)</p>
            \(ui.form(
                room.deletion(entity.id, part?.name, part?.datasetId),
                hidden: [("csrf", room.request.csrf)],
                ui.buttons(
                    ui.button(ui("twin.connections.delete"), .warning),
                    ui.link(ui("twin.confirm.back"), back))))
            """)
    }

    /// What goes, and what stays.
    private var what: String {
        guard let part, let instance = entity.instance(part.name, part.datasetId) else {
            return ui.count("twin.delete.text", entity.attributes.count)
        }
        let text = ValueText(room)
        let value = text.cut(text.text(instance), Self.longestValue)
        return ui("twin.delete.attribute.text", ["value": value])
    }
}

extension TwinRoom {
    /// The page on which an entity, or an attribute of it, is deleted.
    func deletion(_ id: String, _ name: String? = nil, _ datasetId: String? = nil) -> Href {
        home.inside("delete").with(["id": id, "name": name.map(naming.compact), "datasetId": datasetId])
    }
}

extension Refusal {
    /// Somebody else was quicker, or a form was sent twice.
    fileprivate static let entityIsGone = Refusal.notNow(Phrase("twin.delete.none"))
}
