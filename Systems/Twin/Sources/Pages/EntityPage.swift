// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One entity: what is said of it, where it is, and what was said before; also as it was at a moment.
struct EntityPage {
    private let room: TwinRoom
    private let entity: Entity
    private let moment: Stamp?
    /// Why it is not known what it was at the moment; nil: it is.
    private let problem: TwinProblem?
    /// What is wrong with the moment that was typed.
    private let mistakes: Problems
    private var ui: UI { room.ui }

    /// What is said of what was just done.
    private static let deeds = [
        "1": "twin.set.done", "gone": "twin.delete.gone", "deleted": "twin.delete.done",
    ]

    init(_ room: TwinRoom, id: String) throws {
        self.room = room
        (moment, mistakes) = try Self.moment(room)
        var found: Entity?
        var problem: TwinProblem?
        do {
            found = try moment.map { try room.twin.entity(id, asOf: $0) }
                ?? room.twin.entity(id, at: room.now)
        } catch let forgotten as TwinProblem {
            problem = forgotten
            found = try room.twin.entity(id, at: room.now)
        }
        self.problem = problem
        if let found, room.access.covers(found) {
            entity = found
        } else {
            entity = try Self.other(room, id)
        }
    }

    /// The moment that is looked at. What is none is said beside it on the page, and fails a file.
    private static func moment(_ room: TwinRoom) throws -> (Stamp?, Problems) {
        var mistakes = Problems()
        do { return (try room.request.asOf().map(Stamp.init), mistakes) } catch let problems as Problems {
            guard room.request.format == .html else { throw problems }
            mistakes.add("asOf", "moment", Phrase("twin.fields.problem.moment"))
            return (nil, mistakes)
        }
    }

    /// As it is not there at the moment that is looked at, it is shown empty if it ever was: the date
    /// can then be changed.
    private static func other(_ room: TwinRoom, _ id: String) throws -> Entity {
        guard let history = try room.twin.read({ $0.past(id)?.heads.last }) else { throw Refusal.notFound }
        var entity = Entity(
            id: id, types: history.types, createdAt: history.createdAt, modifiedAt: history.since)
        entity.scope = history.scope
        entity.deletedAt = history.deletedAt ?? history.since
        guard room.access.covers(entity) else { throw Refusal.notFound }
        return entity
    }

    /// What its attributes say, or why that is not to be seen.
    private var said: HTML {
        if let problem { return room.trouble(problem) }
        guard entity.deletedAt == nil else { return ui.inset("<p>\(ui(absence))</p>") }
        return AttributesTable(room, entity, at: moment).html
    }

    /// What is said where it is not there: now, or at the moment that is looked at.
    private var absence: String { moment == nil ? "twin.entity.deleted" : "twin.entity.absent" }

    func answer() throws -> Response {
        switch room.request.format {
        case .csv: return try HistoryFile(room, entity, until: moment).response
        case .jsonld: return EntityFile(room, [entity]).linkedOne
        default: break
        }
        var page = room.page(
            EntityName(room, entity).shown, .entities,
            under: [UI.Link(ui("twin.entities"), room.home.inside("entities"))],
            """
            \(ui.errorSummary(mistakes))\(heading)
            \(facts)
            \(if: publishedPage != nil, "<p>\(ui("twin.published.text"))</p>")
            \(asOfForm)
            \(said)
            \(map)
            \(try HistoryCharts(room, entity, until: moment).html)
            \(ui.feedLinks(
                [UI.Link("JSON-LD", file("jsonld")), UI.Link(ui("twin.history.csv"), file("csv"))]))
            <h2>\(ui("twin.request"))</h2>
            \(room.code(line))
            """)
        page.styles = [UI.mapStyle]
        page.hasErrors = !mistakes.all.isEmpty
        if let done = room.request.query["done"].flatMap({ Self.deeds[$0] }) {
            page.notice = UI.Notice("<p>\(ui(done))</p>")
        }
        return room.request.page(page, status: mistakes.all.isEmpty ? 200 : 422)
    }

    private func file(_ ending: String) -> Href {
        room.home.inside("entity.\(ending)").with([
            "id": entity.id, "asOf": moment?.instant.description,
        ])
    }

    private var line: String {
        let asOf = moment.map { "?asOf=\($0)" } ?? ""
        let request = "GET /ngsi-ld/v1/entities/\(entity.id)\(asOf)"
        return ([request] + room.headersOfReading).joined(separator: "\n")
    }

    /// Its name, where it has one, and its id.
    private var heading: HTML {
        guard let name = EntityName(room, entity).text else {
            return "<h1 class=\"address\">\(entity.id)</h1>"
        }
        return "<h1>\(name)</h1><p class=\"address\">\(entity.id)</p>"
    }

    private var facts: HTML {
        var rows = [
            UI.Row(ui("twin.type"), room.names(entity.types)),
            UI.Row(ui("twin.created"), room.moment(entity.createdAt)),
            UI.Row(ui("twin.column.when"), room.moment(entity.modifiedAt)),
        ]
        if !entity.scope.isEmpty {
            rows.append(UI.Row(ui("twin.scope"), entity.scope.joined(separator: ", ")))
        }
        if let publishedPage {
            rows.append(UI.Row(ui("twin.published"), ui.link(ui("twin.published.link"), publishedPage)))
        }
        return ui.summaryList(rows)
    }

    /// Where it is read by everyone and changed, if it is what the register shows.
    private var publishedPage: Href? {
        guard (try? room.twin.read { $0.mark(of: entity.id) }) != nil, let page = entity.publishedPage else {
            return nil
        }
        let address = room.request.site.configuration.address
        return Href(page.hasPrefix(address) ? String(page.dropFirst(address.count)) : page)
    }

    private var asOfForm: HTML {
        let id = room.hidden + [("id", entity.id)]
        return """
            \(moment.map { "<p>\(ui("twin.as_of")) <strong>\(room.moment($0))</strong></p>" as HTML })
            \(ui.filterPanel(
                room.home.inside("entity"), hidden: id,
                clear: nil,
                ui.textInput(
                    UI.Ask(
                        "asOf", label: ui("twin.form.as_of"), hint: ui("twin.form.as_of.hint"),
                        error: ui.error("asOf", in: mistakes)),
                    value: room.request.query["asOf"] ?? ""),
                go: ui("twin.as_of.go")))
            \(if: moment != nil, "<p>\(ui.link(ui("twin.as_of.now"), room.href(of: entity.id)))</p>")
            """
    }

    private var map: HTML {
        guard let geometry = entity.geometry, geometry.bounds != nil else { return "" }
        let name = EntityName(room, entity).shown
        let feature = MapFeature(id: "entity", geometry: geometry, label: name)
        return """
            <h2>\(ui("twin.entity.place"))</h2>
            \(ui.map(.locator(
                id: "entity-map", title: ui("twin.entity.place"), description: name, feature: feature,
                within: .europe)))
            """
    }
}
