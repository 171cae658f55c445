// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Taking in CSV and GeoJSON: the file, then which column is what with a look at the first entities,
/// then all of it as one batch. Nothing is kept between the steps but what the form carries.
struct ImportPage {
    /// How large a file may be, in bytes.
    private static let largest = 6 << 20
    /// How long the name of a mapping that is kept may be.
    private static let longestName = 80

    let room: TwinRoom
    private var ui: UI { room.ui }
    private var here: Href { room.home.inside("import") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayWrite)
    }

    func show() throws -> Response {
        var page = try start(Problems())
        if let count = room.request.query["done"].flatMap({ Int($0) }) {
            let type = room.request.query["type"].flatMap { $0.isEmpty ? nil : $0 }
            let list = room.home.inside("entities").with(["type": type])
            let undo = room.request.query["import"].map { id in
                " · \(ui.link(ui("twin.undo.this"), room.undoing(id)))" as HTML
            }
            page.notice = UI.Notice(
                """
                <p>\(ui.count("twin.import.done", count)) \(ui.link(ui("twin.import.see"), list))\(undo)</p>
                """)
        } else if let count = room.request.query["undone"].flatMap({ Int($0) }) {
            let left = room.request.query["left"].flatMap { Int($0) } ?? 0
            page.notice = UI.Notice(
                """
                <p>\(ui.count("twin.undo.done", count))\
                \(if: left > 0, " \(ui.count("twin.undo.left", left))")</p>
                """)
        }
        return room.request.page(page)
    }

    func take() async throws -> Response {
        let form = try await room.request.uploadedForm(limit: Self.largest)
        if let id = form.fields["forget"], !id.isEmpty { return try await forget(id) }
        let text = form.files["file"] ?? form.fields["data"] ?? ""
        let table: ImportTable
        do { table = try ImportTable(text) } catch let problems as Problems {
            return room.request.page(try start(problems), status: 422)
        }
        let mapping = try mapping(form.fields, for: table)
        let look = Look(
            text: text, table: table, mapping: mapping, keep: form.fields["keep"] ?? "",
            problems: form.fields["use0"] == nil ? Problems() : mapping.problems)
        guard mapping.problems.all.isEmpty else {
            return room.request.page(preview(look, nil), status: look.problems.all.isEmpty ? 200 : 422)
        }
        let reading = ImportReading(table, mapping, room.naming, at: room.now)
        guard form.fields["step"] == "write" else { return room.request.page(preview(look, reading)) }
        guard !reading.fragments.isEmpty else {
            return room.request.page(preview(look, reading), status: 422)
        }
        let done: Import
        do {
            done = try await write(reading, mapping, keptAs: form.fields["keep"] ?? "")
        } catch let problem as TwinProblem {
            var page = preview(look, reading, room.trouble(problem))
            page.hasErrors = true
            return room.request.page(page, status: problem.kind.status)
        }
        let type = mapping.type.isEmpty ? nil : mapping.type
        return .seeOther(
            here.with(["done": String(reading.fragments.count), "type": type, "import": done.id]))
    }

    /// The mapping of the form; at first one that was kept, or a guess.
    private func mapping(_ form: FormData, for table: ImportTable) throws -> ImportMapping {
        if form["use0"] != nil { return ImportMapping(form, for: table.columns) }
        let guess = ImportMapping(guessing: table.columns)
        let kept = try form["kept"].flatMap { id in
            try room.base.read { $0.documents[ImportMapping.sort]?[id] }
        }
        return kept.map { ImportMapping($0).fitted(to: guess) } ?? guess
    }

    private func write(
        _ reading: ImportReading, _ mapping: ImportMapping, keptAs name: String
    ) async throws -> Import {
        let (naming, access, fragments) = (room.naming, room.access, reading.fragments)
        let name = String(name.trimmingSpace.prefix(Self.longestName))
        let others = try Import.all(in: room.twin)
        let done = try await room.twin.perform(by: access.actor, at: room.request.now) { draft in
            var types: Set<String> = []
            for fragment in fragments {
                let entity = try fragment.id.flatMap { draft.entity($0) }
                    ?? EntityReading(naming: naming).entity(of: fragment, at: draft.now)
                guard access.covers(entity) else { throw TwinProblem.closed }
                try draft.take(fragment, naming)
                types.formUnion(draft.entity(entity.id)?.types ?? entity.types)
            }
            let done = Import(at: draft.now, types: types, count: fragments.count)
            draft.note(done, beside: others)
            return done
        }
        guard !name.isEmpty else { return done }
        try await room.base.perform(by: access.actor, at: room.request.now) { draft in
            draft.keep(mapping.json, as: ImportMapping.sort, name)
        }
        return done
    }

    private func forget(_ id: String) async throws -> Response {
        try await room.base.perform(by: room.access.actor, at: room.request.now) { draft in
            guard draft.document(ImportMapping.sort, id) != nil else { throw Refusal.notFound }
            draft.keep(nil, as: ImportMapping.sort, id)
        }
        return .seeOther(here)
    }
}

/// What the steps look like.
extension ImportPage {
    private func start(_ problems: Problems) throws -> Page {
        let kept = try room.base.read { $0.documents[ImportMapping.sort] ?? [:] }.keys.sorted()
        let file = UI.Ask(
            "file", label: ui("twin.import.file"),
            hint: ui("twin.import.file.hint", [
                "most": ui.number(ImportTable.mostRows), "size": ui.number(Self.largest >> 20),
            ]),
            error: ui.error("file", in: problems))
        let csrf = ("csrf", room.request.csrf)
        let choice: HTML = kept.isEmpty ? "" : ui.select(
            UI.Ask("kept", label: ui("twin.import.kept"), isOptional: true),
            kept.map { UI.Option($0, $0) }, empty: ui("twin.import.kept.none"))
        let forgetting = kept.map { name in
            ui.buttonForm(
                here, ui("twin.import.forget", ["name": name]), .quiet, hidden: [csrf, ("forget", name)])
        }
        var page = room.page(
            ui("twin.import"), .import, width: .reading,
            """
            \(if: !problems.all.isEmpty, ui.errorSummary(problems))<h1>\(ui("twin.import"))</h1>
            <p>\(ui("twin.import.text"))</p>
            \(ui.form(here, hidden: [csrf], isMultipart: true, """
                \(ui.fileUpload(file, accepts: ".csv,.txt,.json,.geojson,text/csv,application/geo+json"))
                \(ui.textArea(UI.Ask("data", label: ui("twin.import.data"), isOptional: true), rows: 5))
                \(choice)
                \(ui.buttons(ui.button(ui("twin.import.next"))))
                """))
            \(if: !kept.isEmpty, "<h2>\(ui("twin.import.mappings"))</h2>")\(forgetting)
            \(try ImportList(room).html)
            """)
        page.hasErrors = !problems.all.isEmpty
        return page
    }

    /// What is looked at before anything is written.
    private struct Look {
        let text: String
        let table: ImportTable
        let mapping: ImportMapping
        let keep: String
        let problems: Problems
    }

    /// - Parameter reading: what the rows become; nil: that cannot be said yet.
    private func preview(_ look: Look, _ reading: ImportReading?, _ trouble: HTML = "") -> Page {
        let count = reading?.fragments.count ?? 0
        let write = ui.button(ui.count("twin.import.write", count), .secondary, name: "step", value: "write")
        let form = ImportForm(
            ui: ui, mapping: look.mapping, table: look.table, keep: look.keep, problems: look.problems)
        var page = room.page(
            ui("twin.import.columns"), .import, under: [UI.Link(ui("twin.import"), here)],
            """
            \(ui.errorSummary(look.problems))\(trouble)<h1>\(ui("twin.import.columns"))</h1>
            <p>\(ui("twin.import.columns.text"))</p>
            \(ui.form(here, hidden: [("csrf", room.request.csrf), ("data", look.text)], isMultipart: true, """
                \(form.html)
                \(ui.buttons(ui.button(ui("twin.import.preview")), count > 0 ? write : ""))
                """))
            \(reading.map { ImportPreview(ui: ui, table: look.table, reading: $0).html } ?? "")
            """)
        page.hasErrors = !look.problems.all.isEmpty
        return page
    }
}
