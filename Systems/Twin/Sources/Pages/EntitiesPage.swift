// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Entities that are asked for by a form: as a table, on the map, as files, and with the request of the
/// interface that would find the same.
struct EntitiesPage {
    /// How many a file holds at most.
    private static let mostInFile = 10_000
    /// How many columns of attributes the table has.
    private static let columns = 5

    let room: TwinRoom
    let question: EntityQuestion
    private var ui: UI { room.ui }

    init(_ room: TwinRoom) {
        self.room = room
        question = EntityQuestion(room.request)
    }

    func answer() throws -> Response {
        guard question.problems.all.isEmpty else {
            if room.request.format != .html { throw question.problems }
            var page = page(Shown())
            page.hasErrors = true
            return room.request.page(page, status: 422)
        }
        do {
            if room.request.format != .html { return try file() }
            return room.request.page(page(try results()))
        } catch let problem as TwinProblem {
            if room.request.format != .html { return TwinDoor.answer(problem) }
            var page = page(Shown(content: room.trouble(problem)))
            page.hasErrors = true
            return room.request.page(page, status: 422)
        }
    }

    private func find(_ paging: Paging) throws -> Paging.Found<Entity> {
        let pairs = question.parameters
        let call = room.call(Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first })
        let filter = try EntityFilter(parameters: call.parameters, naming: room.naming)
        return try EntitySearch(
            room.twin, filter, nil, room.access, now: room.now, asOf: question.moment
        ).find(paging, linked: call.linked(at: question.moment))
    }

    /// What stands below the form, and which attributes it offers.
    private struct Shown {
        var content: HTML = ""
        var attributes: [String] = []
    }

    private func page(_ shown: Shown) -> Page {
        var page = room.page(
            ui("twin.entities"), .entities,
            """
            \(ui.errorSummary(question.problems))<h1>\(ui("twin.entities"))</h1>
            \(EntityForm(room, question, knowing: shown.attributes).html)
            \(shown.content)
            \(if: question.problems.all.isEmpty, request)
            """)
        page.styles = [UI.mapStyle]
        return page
    }

    private func results() throws -> Shown {
        let found = try find(Paging(limit: question.limit, offset: question.offset, isCounted: true))
        guard !found.entities.isEmpty else {
            let all: HTML = "<p>\(ui.link(ui("twin.entities.all"), room.home.inside("entities")))</p>"
            return Shown(content: ui.emptyState(ui("twin.entities.none"), all))
        }
        let count = found.count ?? found.entities.count
        let all = count > found.entities.count
            ? try find(Paging(limit: EntitiesMap.most, offset: 0, isCounted: false)).entities : found.entities
        func turn(_ offset: Int) -> Href {
            question.href(room.home.inside("entities"), ["offset": String(offset)])
        }
        let names = Set(found.entities.flatMap(\.attributes).map { room.naming.compact($0.name) })
        let content: HTML = """
            <h2>\(ui.count("twin.entities.found", count))</h2>
            \(table(found.entities))
            \(ui.pagination(
                previous: question.offset > 0 ? turn(max(0, question.offset - question.limit)) : nil,
                next: found.hasMore ? turn(question.offset + question.limit) : nil,
                position: ui("twin.entities.position", [
                    "first": ui.number(question.offset + 1),
                    "last": ui.number(question.offset + found.entities.count), "all": ui.number(count),
                ])))
            \(ui.feedLinks(Self.files.map { name, ending in
                UI.Link(name, question.href(room.home.inside("entities.\(ending)")))
            }))
            \(EntitiesMap(room, question).html(all))
            """
        return Shown(content: content, attributes: names.sorted())
    }

    private static let files = [("CSV", "csv"), ("GeoJSON", "geojson"), ("JSON-LD", "jsonld")]

    private func table(_ entities: [Entity]) -> HTML {
        let names = Self.commonNames(entities)
        let values = ValueText(room)
        let rows = entities.map { entity -> [HTML] in
            let cells = names.map { name -> HTML in
                entity[name].map { "\(values.brief($0))" } ?? room.nothing
            }
            return [
                EntityName(room, entity).link(to: room.href(of: entity.id, at: question.moment)),
                "\(room.names(entity.types))",
            ] + cells + [room.moment(entity.modifiedAt)]
        }
        let columns = [UI.Column(ui("twin.column.entity")), UI.Column(ui("twin.column.type"))]
            + names.map { UI.Column(room.name($0)) } + [UI.Column(ui("twin.column.when"))]
        return ui.table(ui("twin.entities"), columns, rows, isCaptionSeen: false)
    }

    /// The attributes most of them have, without their place, which the map shows, and their name, which
    /// stands before.
    private static func commonNames(_ entities: [Entity]) -> [String] {
        var (counts, order): ([String: Int], [String]) = ([:], [])
        let names = entities.flatMap(\.attributes).map(\.name)
        for name in names where name != GeoJSONWriting.location && !EntityName.tells(name) {
            if counts[name] == nil { order.append(name) }
            counts[name, default: 0] += 1
        }
        let ranked = order.enumerated().sorted {
            (counts[$1.element] ?? 0, $0.offset) < (counts[$0.element] ?? 0, $1.offset)
        }
        return ranked.prefix(columns).map(\.element)
    }

    /// The request this page stands for.
    private var request: HTML {
        let line = question.line()
        let address = room.request.site.configuration.address
        return """
            <h2>\(ui("twin.request"))</h2>
            <p>\(ui("twin.request.text"))</p>
            \(room.code((["GET \(line)"] + room.headersOfReading).joined(separator: "\n")))
            \(room.code("curl \(room.headersOfReading.map { "-H '\($0)' " }.joined())'\(address)\(line)'"))
            """
    }

    private func file() throws -> Response {
        let found = try find(Paging(limit: Self.mostInFile, offset: 0, isCounted: false)).entities
        let file = EntityFile(room, found)
        switch room.request.format {
        case .csv: return file.csv
        case .geojson: return file.geoJSON
        default: return file.linked
        }
    }
}

extension TwinRoom {
    /// The page of an entity as it was at a moment.
    func href(of id: String, at moment: Stamp?) -> Href {
        href(of: id).with(["asOf": moment?.instant.description])
    }
}
