// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Numbers in the course of time.
struct Line {
    struct Spot {
        let at: Stamp
        let value: Double
    }

    let name: String
    let unit: String?
    /// In order, at least two.
    let spots: [Spot]

    var label: String { unit.map { "\(name) (\($0))" } ?? name }
}

/// A line drawn on the server.
struct LineChart {
    private static let width = 720.0, height = 200.0, left = 76.0, right = 16.0, top = 14.0, bottom = 32.0
    /// How many columns are drawn: of more values the least and the greatest of each column.
    private static let columns = 320

    let line: Line
    let ui: UI
    let zone: Zone

    private var values: [Double] { line.spots.map(\.value) }

    var html: HTML {
        guard let first = line.spots.first?.at.microseconds, let last = line.spots.last?.at.microseconds,
            last > first, var low = values.min(), var high = values.max()
        else { return "" }
        if low == high { (low, high) = (low - 1, high + 1) }
        func x(_ stamp: Int64) -> Int {
            let share = Double(stamp - first) / Double(last - first)
            return Int(Self.left + share * (Self.width - Self.left - Self.right))
        }
        func y(_ value: Double) -> Int {
            // By halves: between the least and the greatest number there are lies more than the greatest.
            let share = (high / 2 - value / 2) / (high / 2 - low / 2)
            // Of very great ones, one more is the same.
            return Int(Self.top + (share.isFinite ? share : 0.5) * (Self.height - Self.top - Self.bottom))
        }
        let drawn = Self.thinned(line.spots).map { "\(x($0.at.microseconds)) \(y($0.value))" }
        let (west, east, floor) = (x(first), x(last), y(low))
        return """
            <figure class="progress">
            <div class="scroll" role="region" aria-label="\(line.label)" tabindex="0">
            <svg class="progress-chart" width="\(Int(Self.width))" height="\(Int(Self.height))" \
            viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(told)">
            <path class="axis" d="M\(west) \(y(high)) L\(west) \(floor) L\(east) \(floor)"/>
            <text x="\(west - 8)" y="\(y(high) + 5)" text-anchor="end">\(Self.written(high, ui))</text>
            <text x="\(west - 8)" y="\(floor + 4)" text-anchor="end">\(Self.written(low, ui))</text>
            <text x="\(west)" y="\(floor + 22)">\(time(first))</text>
            <text x="\(east)" y="\(floor + 22)" text-anchor="end">\(time(last))</text>
            <path class="way" d="M\(drawn.joined(separator: " L"))"/>
            </svg></div></figure>
            """
    }

    /// What the drawing shows, for those who do not see it.
    private var told: String {
        ui("twin.chart", [
            "name": line.label, "low": Self.written(values.min() ?? 0, ui),
            "high": Self.written(values.max() ?? 0, ui), "last": Self.written(values.last ?? 0, ui),
        ])
    }

    private static func thinned(_ spots: [Line.Spot]) -> [Line.Spot] {
        guard spots.count > columns * 2 else { return spots }
        let size = (spots.count + columns - 1) / columns
        return stride(from: 0, to: spots.count, by: size).flatMap { start -> [Line.Spot] in
            let column = spots[start..<min(start + size, spots.count)]
            guard let low = column.min(by: { $0.value < $1.value }),
                let high = column.max(by: { $0.value < $1.value })
            else { return [] }
            return low.at <= high.at ? [low, high] : [high, low]
        }
    }

    private func time(_ microseconds: Int64) -> String {
        let instant = Stamp(microseconds: microseconds).instant
        let (hour, minute) = zone.minuteOfDay(at: instant).quotientAndRemainder(dividingBy: 60)
        let day = ui.words.day(zone.day(at: instant), in: ui.language)
        return "\(day), \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// A number with at most two places behind the point.
    static func written(_ value: Double, _ ui: UI) -> String {
        guard abs(value) < 1e12 else { return String(value) }
        let hundredths = (value * 100).rounded() / 100
        if hundredths == hundredths.rounded() { return ui.number(Int(hundredths)) }
        return ui.number(decimal: JSON.decimal(hundredths).lexeme ?? "")
    }
}
