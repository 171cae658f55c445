// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What is otherwise in a branch, entity by entity: side by side, and on the map where places differ.
struct ComparePage {
    private static let size = 20

    private let room: TwinRoom
    private let branch: Branch
    /// Whether it is held against the twin as it is now, not as it was when the branch left.
    private let isNow: Bool
    private let offset: Int
    private var ui: UI { room.ui }
    private var list: Href { room.whole.inside("branches") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.isStaff).ofWhole
        branch = try room.branch(asked: room.request.query["id"])
        isNow = room.request.query["against"] == "now"
        offset = room.request.query["offset"].flatMap { Int($0) }.map { min(max(0, $0), 1 << 40) } ?? 0
    }

    private func here(now: Bool, offset: Int = 0) -> Href {
        list.inside("compare").with([
            "id": branch.id, "against": now ? "now" : nil, "offset": offset > 0 ? String(offset) : nil,
        ])
    }

    func show() throws -> Response {
        let all = try room.differences(of: branch, fromNow: isNow)
        let part = Array(all.dropFirst(offset).prefix(Self.size))
        let title = ui("twin.branch.differences", ["name": branch.name])
        var page = room.page(
            title, .branches, under: [UI.Link(ui("twin.branches"), list)],
            """
            <h1>\(title)</h1>
            \(ui.subNavigation(
                [
                    UI.Link(ui("twin.branch.against.beginning"), here(now: false), isCurrent: !isNow),
                    UI.Link(ui("twin.branch.against.now"), here(now: true), isCurrent: isNow),
                ], label: ui("twin.branch.against")))
            \(ui.linkList(ways(hasAny: !all.isEmpty)))
            \(if: all.isEmpty, ui.emptyState(ui("twin.branch.same")), else: """
                <p>\(ui.count("twin.branch.count", all.count))</p>
                \(part.map(card))
                \(turning(all.count, part.count))
                \(map(part))
                """)
            """)
        page.styles = [UI.mapStyle]
        return room.request.page(page)
    }

    private func ways(hasAny: Bool) -> [UI.Link] {
        var links = [UI.Link(ui("twin.branch.open"), room.whole.with(["branch": branch.id]))]
        guard room.mayWrite else { return links }
        if hasAny {
            links.append(
                UI.Link(ui("twin.connections.merge"), list.inside("merge").with(["id": branch.id])))
        }
        links.append(
            UI.Link(ui("twin.connections.discard"), list.inside("discard").with(["id": branch.id])))
        return links
    }

    private func turning(_ all: Int, _ shown: Int) -> HTML {
        ui.pagination(
            previous: offset > 0 ? here(now: isNow, offset: max(0, offset - Self.size)) : nil,
            next: offset + shown < all ? here(now: isNow, offset: offset + Self.size) : nil,
            position: ui("twin.entities.position", [
                "first": ui.number(offset + 1), "last": ui.number(offset + shown), "all": ui.number(all),
            ]))
    }

    private func card(_ difference: EntityDifference) -> HTML {
        let kind = difference.before == nil ? "created" : difference.after == nil ? "deleted" : "changed"
        let tone: UI.Tone = kind == "created" ? .good : kind == "deleted" ? .bad : .attention
        let types = (difference.after ?? difference.before)?.types ?? []
        let name = room.name(of: difference)
        var href = room.href(of: difference.id)
        if difference.after != nil { href = href.with(["branch": branch.id]) }
        return ui.summaryCard(
            name,
            """
            <p>\(ui.tag(ui("twin.branch.kind.\(kind)"), tone)) \(room.names(types)) · \
            \(if: name != difference.id, "<span class=\"hint address\">\(difference.id)</span> · ")\
            \(ui.link(ui("twin.branch.see"), href, about: name))</p>
            \(ui.table(
                ui("twin.branch.sides", ["id": name]), columns,
                DifferenceRows(room, difference).rows, isCaptionSeen: false))
            """)
    }

    private var columns: [UI.Column] {
        [
            UI.Column(ui("twin.column.attribute")),
            UI.Column(ui(isNow ? "twin.branch.side.now" : "twin.branch.side.beginning")),
            UI.Column(ui("twin.branch.side.branch")),
        ]
    }

    /// Where things were and where they are in the branch, if that is not the same.
    private func map(_ differences: [EntityDifference]) -> HTML {
        var features: [MapFeature] = []
        for difference in differences where difference.before?.geometry != difference.after?.geometry {
            let name = room.name(of: difference)
            for (entity, side) in [(difference.before, "before"), (difference.after, "branch")] {
                guard let geometry = entity?.geometry else { continue }
                features.append(
                    MapFeature(
                        id: "\(side)-\(difference.id)", geometry: geometry,
                        label: "\(name): \(ui("twin.branch.map.\(side)"))", status: side))
            }
        }
        guard let around = Bounds(around: features.flatMap(\.geometry.points)) else { return "" }
        var view = MapView(
            id: "branch-map", title: ui("twin.branch.map"),
            description: ui("twin.branch.map.text", ["count": ui.number(features.count)]),
            frame: MapFrame(around.padded(by: 0.2), width: 760, height: 520, metresMin: 1_200),
            features: features)
        view.tones = ["before": .attention, "branch": .good]
        return """
            <h2>\(ui("twin.branch.map"))</h2>
            \(ui.map(view))
            \(ui.mapLegend([
                (.attention, ui("twin.branch.map.before")), (.good, ui("twin.branch.map.branch")),
            ]))
            """
    }
}

extension TwinRoom {
    /// What an entity that differs is called.
    func name(of difference: EntityDifference) -> String {
        (difference.after ?? difference.before).map { EntityName(self, $0).shown } ?? difference.id
    }
}

/// What differs of an entity, a row each: its name, what it was, what it is.
struct DifferenceRows {
    private let room: TwinRoom
    private let difference: EntityDifference
    private var ui: UI { room.ui }

    init(_ room: TwinRoom, _ difference: EntityDifference) {
        self.room = room
        self.difference = difference
    }

    var rows: [[HTML]] {
        var rows: [[HTML]] = []
        let (before, after) = (difference.before, difference.after)
        if before?.types != after?.types {
            let names = [before, after].map { $0.map { room.names($0.types) } }
            rows.append(row(ui("twin.type"), names[0], names[1]))
        }
        if before?.scope ?? [] != after?.scope ?? [] {
            let scopes = [before, after].map { $0?.scope.joined(separator: ", ") }
            rows.append(row(ui("twin.scope"), scopes[0], scopes[1]))
        }
        let values = ValueText(room)
        return rows + difference.parts.map { part in
            let name = room.name(part.name) + (part.datasetId.map { " (\($0))" } ?? "")
            return row(name, part.before.map(values.text), part.after.map(values.text))
        }
    }

    private func row(_ name: String, _ before: String?, _ after: String?) -> [HTML] {
        let absent: HTML = "<span class=\"none\">\(ui("twin.merge.absent"))</span>"
        return ["\(name)", before.map { "\($0)" } ?? absent, after.map { "\($0)" } ?? absent]
    }
}
