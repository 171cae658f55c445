// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What an entity's attributes have said: of those that are numbers a line each, with a table that says
/// the same.
struct HistoryCharts {
    /// How many of the newest values are looked at.
    private static let most = 20_000
    /// How many charts a page has.
    private static let charts = 12
    /// How many values the tables give.
    private static let rows = 48

    private let room: TwinRoom
    private let entity: Entity
    private let until: Stamp?
    private let span: String
    private var ui: UI { room.ui }

    /// How far back is looked, in hours; nil: as far as is known.
    private static let spans: [(name: String, hours: Int64?)] = [("day", 24), ("week", 168), ("all", nil)]

    init(_ room: TwinRoom, _ entity: Entity, until: Stamp?) {
        self.room = room
        self.entity = entity
        self.until = until
        let asked = room.request.query["span"] ?? ""
        span = Self.spans.contains { $0.name == asked } ? asked : "all"
    }

    var html: HTML {
        get throws {
            guard let past = try room.twin.read({ $0.past(entity.id) }) else { return "" }
            let all = past.order.map { key in (key: key, line: line(past, key)) }
            let lines = all.compactMap(\.line).prefix(Self.charts)
            let others = others(past, all.filter { $0.line == nil }.map(\.key))
            guard !lines.isEmpty || !others.isEmpty else { return "" }
            return """
                <h2>\(ui("twin.history"))</h2>
                \(ui.subNavigation(
                    Self.spans.map {
                        UI.Link(ui("twin.span.\($0.name)"), href($0.name), isCurrent: $0.name == span)
                    },
                    label: ui("twin.history")))
                \(lines.map(chart))
                \(if: !others.isEmpty, """
                    <h3>\(ui("twin.history.others"))</h3>
                    \(ui.table(
                        ui("twin.history.others"),
                        ["observed", "attribute", "value"].map { UI.Column(ui("twin.column.\($0)")) },
                        others, isCaptionSeen: false))
                    """)
                """
        }
    }

    private func href(_ span: String) -> Href {
        room.href(of: entity.id, at: until).with(["span": span])
    }

    private func line(_ past: EntityHistory, _ key: EntityHistory.Key) -> Line? {
        guard let series = past.series[key] else { return nil }
        let hours = Self.spans.first { $0.name == span }?.hours
        let last = until ?? room.now
        let first = hours.map { last.adding(microseconds: -$0 * 3_600_000_000) }
        var spots: [Line.Spot] = []
        for place in series.places.suffix(Self.most) where !series.removed.contains(place) {
            guard series.modifiedAt(place) <= last, let value = Self.number(series, place) else { continue }
            let at = series.observedAt(place) ?? series.modifiedAt(place)
            if at <= last, first.map({ at >= $0 }) ?? true { spots.append(Line.Spot(at: at, value: value)) }
        }
        guard spots.count > 1 else { return nil }
        if zip(spots, spots.dropFirst()).contains(where: { $0.at > $1.at }) { spots.sort { $0.at < $1.at } }
        let name = room.name(key.name) + (key.datasetId.map { " (\($0))" } ?? "")
        let unit = entity[key.name]?.instances.first { $0.datasetId == key.datasetId }?.unitCode
        return Line(name: name, unit: unit.map(ValueText.unit), spots: spots)
    }

    /// What the attributes said that are no numbers, the newest first.
    private func others(_ past: EntityHistory, _ keys: [EntityHistory.Key]) -> [[HTML]] {
        let last = until ?? room.now
        var said: [(at: Stamp, name: String, instance: Instance)] = []
        for key in keys {
            guard let series = past.series[key] else { continue }
            for place in series.places.suffix(Self.rows)
            where !series.removed.contains(place) && series.modifiedAt(place) <= last {
                let instance = series[place]
                said.append((instance.observedAt ?? instance.modifiedAt, room.name(key.name), instance))
            }
        }
        return said.sorted { $0.at > $1.at }.prefix(Self.rows).map { at, name, instance in
            let isGone = instance.deletedAt != nil
            return [
                room.moment(at), "\(name)",
                "\(isGone ? ui("twin.change.gone") : String(ValueText(room).text(instance).prefix(200)))",
            ]
        }
    }

    private static func number(_ series: Series, _ place: Int) -> Double? {
        if let number = series.number(place) { return number }
        let instance = series[place]
        guard instance.deletedAt == nil, case .property(let value) = instance.value else { return nil }
        return value.asDouble
    }

    private func chart(_ line: Line) -> HTML {
        let rows = line.spots.suffix(Self.rows).reversed().map { spot -> [HTML] in
            [room.moment(spot.at), "\(LineChart.written(spot.value, ui))"]
        }
        let columns = [
            UI.Column(ui("twin.column.observed")), UI.Column(line.label, isNumeric: true),
        ]
        return """
            <h3>\(line.label)</h3>
            \(LineChart(line: line, ui: ui, zone: room.request.zone).html)
            \(ui.details(
                ui("twin.history.table", ["attribute": line.name]),
                ui.table(
                    line.label, columns, rows, id: UI.anchor("history", line.name), isCaptionSeen: false)))
            """
    }
}
