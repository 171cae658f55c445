// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// How far a pledge has come: a line from where it began to where it is to end, the reports on it as
/// dots, and a table that says the same.
struct ProgressChart {
    private static let width = 640.0, height = 220.0, left = 70.0, right = 20.0, top = 16.0, bottom = 34.0

    let ui: UI
    let pledge: Pledge
    /// The year it is now.
    let year: Int

    private struct Spot {
        let time: Double
        let value: Double
    }

    private var spots: [Spot] {
        pledge.reports.compactMap { report in
            report.value.map { Spot(time: Self.time(report.day), value: Self.double($0)) }
        }
    }

    private var start: Spot? {
        guard let baseline = pledge.baseline else { return nil }
        let year = pledge.baselineYear ?? pledge.joinedOn?.year
        return year.map { Spot(time: Double($0), value: Self.double(baseline)) }
    }

    private var end: Spot? {
        guard let goal = pledge.goal, let year = pledge.targetYear else { return nil }
        return Spot(time: Double(year), value: Self.double(goal))
    }

    private static func time(_ day: Day) -> Double {
        Double(day.year) + (Double(day.month) - 1) / 12 + Double(day.day) / 366
    }

    private static func double(_ value: Decimal) -> Double { NSDecimalNumber(decimal: value).doubleValue }

    /// The drawing, as soon as there is something to draw, and the table; else that nothing is known.
    var html: HTML {
        if pledge.reports.isEmpty, start == nil {
            return ui.emptyState(ui("knowledge.pledge.no_progress"))
        }
        return "\(drawing)\(table)"
    }

    private var drawing: HTML {
        let all = [start, end].compactMap(\.self) + spots
        let times = all.map(\.time) + [Double(year)]
        guard all.count > 1, let first = times.min(), let last = times.max(), last > first,
            let low = all.map(\.value).min(), let high = all.map(\.value).max(), high > low
        else { return "" }
        let frame = Frame(first: first.rounded(.down), last: last.rounded(.up), low: low, high: high)
        let line = spots.map { "\(frame.x($0.time)) \(frame.y($0.value))" }.joined(separator: " L")
        return """
            <figure class="progress">
            <div class="scroll" role="region" aria-label="\(ui("knowledge.pledge.progress"))" tabindex="0">
            <svg class="progress-chart" width="\(Int(Self.width))" height="\(Int(Self.height))" \
            viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(label)">
            \(axes(frame))\(plan(frame))
            \(if: spots.count > 1, "<path class=\"way\" d=\"M\(line)\"/>")\(spots.map { spot -> HTML in
                "<circle class=\"spot\" cx=\"\(frame.x(spot.time))\" cy=\"\(frame.y(spot.value))\" r=\"5\"/>"
            })
            </svg></div></figure>
            """
    }

    private var label: String { ui("knowledge.pledge.chart", ["pledge": pledge.title]) }

    private struct Frame {
        let first: Double, last: Double, low: Double, high: Double

        func x(_ time: Double) -> Int {
            Int(left + (time - first) / (last - first) * (width - left - right))
        }

        func y(_ value: Double) -> Int {
            Int(top + (high - value) / (high - low) * (height - top - bottom))
        }
    }

    private func axes(_ frame: Frame) -> HTML {
        let (low, high) = (frame.y(frame.low), frame.y(frame.high))
        let (first, last) = (frame.x(frame.first), frame.x(frame.last))
        return """
            <path class="axis" d="M\(first) \(high) L\(first) \(low) L\(last) \(low)"/>
            <text x="\(first - 8)" y="\(high + 4)" text-anchor="end">\(written(frame.high))</text>
            <text x="\(first - 8)" y="\(low + 4)" text-anchor="end">\(written(frame.low))</text>
            <text x="\(first)" y="\(low + 22)">\(Int(frame.first))</text>
            <text x="\(last)" y="\(low + 22)" text-anchor="end">\(Int(frame.last))</text>
            """
    }

    /// The straight way from the beginning to what was promised.
    private func plan(_ frame: Frame) -> HTML {
        guard let start, let end else { return "" }
        return """
            <path class="plan" d="M\(frame.x(start.time)) \(frame.y(start.value)) \
            L\(frame.x(end.time)) \(frame.y(end.value))"/>
            """
    }

    private func written(_ value: Double) -> String {
        ui.number(
            decimal: value == value.rounded() && abs(value) < 1e12 ? String(Int(value)) : String(value))
    }

    private var table: HTML {
        let columns = ["when", "value", "text", "evidence", "source"].map {
            UI.Column(ui("knowledge.pledge.\($0)"), isNumeric: $0 == "value")
        }
        var rows: [[HTML]] = []
        if let baseline = pledge.baseline {
            rows.append([
                "\(pledge.baselineYear.map { String($0) } ?? "–")", amount(baseline),
                "\(ui("knowledge.pledge.began"))", "–", "–",
            ])
        }
        rows += pledge.reports.map { report in
            let source = report.source.map { WebAddress.host($0) == nil ? "\($0)" as HTML : ui.outside($0) }
            return [
                ui.day(report.day), report.value.map(amount) ?? "–", "\(report.text ?? "–")",
                "\(report.evidence ?? "–")", source ?? "–",
            ]
        }
        return ui.table(ui("knowledge.pledge.progress"), columns, rows, isCaptionSeen: false)
    }

    private func amount(_ value: Decimal) -> HTML {
        "\([ui.number(decimal: value.description), pledge.unit].compactMap(\.self).joined(separator: " "))"
    }
}

extension Pledge {
    /// How much of the way is done by the newest value, in hundredths; nil where that cannot be told.
    var share: Int? {
        guard let baseline, let goal, goal != baseline,
            let now = reports.last(where: { $0.value != nil })?.value
        else { return nil }
        let share = NSDecimalNumber(decimal: (now - baseline) / (goal - baseline) * 100).doubleValue
        return Int(min(max(share, 0), 100))
    }
}
