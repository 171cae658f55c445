// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Undoing an import: what would go and what would be as it was before it is said first, and which entities
/// somebody has changed since and are left alone.
struct UndoPage {
    /// How many entities that are left alone are named.
    private static let named = 50

    private let room: TwinRoom
    private let undoing: ImportUndoing
    private var ui: UI { room.ui }
    private var list: Href { room.home.inside("import") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayWrite)
        let id = room.request.query["import"]
        guard let done = try Import.all(in: room.twin).first(where: { $0.id == id }) else {
            throw room.request.method.isSafe ? Refusal.notFound : .importIsGone
        }
        undoing = try ImportUndoing(done, in: room.twin, room.access)
    }

    func show() throws -> Response {
        room.request.page(page(try undoing.tried(on: room.twin, at: room.now)))
    }

    func take() async throws -> Response {
        // The form says nothing but that it is this site's own.
        _ = try await room.request.form()
        let undoing = undoing
        do {
            let result = try await room.twin.perform(by: room.access.actor, at: room.request.now) { draft in
                guard draft.document(Import.sort, undoing.done.id) != nil else { throw Refusal.importIsGone }
                let result = try undoing.apply(to: &draft)
                draft.keep(nil, as: Import.sort, undoing.done.id)
                return result
            }
            let left = result.left.isEmpty ? nil : String(result.left.count)
            return .seeOther(list.with(["undone": String(result.count), "left": left]))
        } catch let problem as TwinProblem {
            var page = page(try undoing.tried(on: room.twin, at: room.now), room.trouble(problem))
            page.hasErrors = true
            return room.request.page(page, status: 422)
        }
    }

    private func page(_ result: ImportUndoing.Result, _ trouble: HTML = "") -> Page {
        let go = ui.form(
            room.undoing(undoing.done.id), hidden: [("csrf", room.request.csrf)],
            ui.buttons(
                ui.button(ui("twin.undo.go"), .warning), ui.link(ui("twin.confirm.back"), list)))
        return room.page(
            ui("twin.undo"), .import, under: [UI.Link(ui("twin.import"), list)], width: .reading,
            """
            \(trouble)<h1>\(ui("twin.undo"))</h1>
            \(ui.summaryList([
                UI.Row(ui("twin.undo.column.when"), room.moment(undoing.done.at)),
                UI.Row(ui("twin.undo.column.type"), "\(room.names(undoing.done.types))"),
                UI.Row(
                    ui("twin.undo.column.wrote"), "\(ui.count("twin.entities.found", undoing.done.count))"),
            ]))
            \(what(result))
            \(if: result.count > 0, go, else: "<p>\(ui.link(ui("twin.confirm.back"), list))</p>")
            """)
    }

    private func what(_ result: ImportUndoing.Result) -> HTML {
        let (deleted, restored, left) = (result.deleted.count, result.restored.count, result.left)
        let more = left.count - Self.named
        return """
            \(if: result.count == 0, "<p>\(ui("twin.undo.nothing"))</p>")
            \(if: deleted > 0, "<p>\(ui.count("twin.undo.deletes", deleted))</p>")
            \(if: restored > 0, "<p>\(ui.count("twin.undo.restores", restored))</p>")
            \(if: result.count > 0, "<p>\(ui("twin.undo.past"))</p>")
            \(if: !left.isEmpty, """
                \(ui.warning(ui.count("twin.undo.leaves", left.count)))
                \(ui.linkList(left.prefix(Self.named).map(link)))
                \(if: more > 0, "<p>\(ui.count("twin.undo.more", more))</p>")
                """)
            """
    }

    private func link(_ id: String) -> UI.Link {
        let entity = try? room.twin.entity(id, at: room.now)
        return UI.Link(entity.map { EntityName(room, $0).shown } ?? id, room.href(of: id))
    }
}

extension Refusal {
    /// Somebody else was quicker, or a form was sent twice.
    fileprivate static let importIsGone = Refusal.notNow(Phrase("twin.undo.none"))
}
