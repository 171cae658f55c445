// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What a rule says, in the reader's words; a code that no word is known for is shown as one.
struct RuleText {
    let ui: UI
    private let entry: RuleEntry
    /// The records whose kinds a rule may tell apart.
    private let records: [RecordKind]

    init(_ ui: UI, of entry: RuleEntry, _ records: [RecordKind]) {
        self.ui = ui
        self.entry = entry
        self.records = records
    }

    var html: HTML {
        switch entry.content {
        case .period(let period): "\(text(period))"
        case .periods(let byKind):
            list(
                byKind.sorted { $0.key < $1.key }.map { name, period in
                    "\(kind(name)): \(period.map(text) ?? ui("rules.unknown"))"
                })
        case .money(let money): "\(ui.money(money))"
        case .integer(let integer): "\(ui.number(integer))"
        case .decimal(let decimal): "\("\(decimal)" as String)"
        case .text(let text): value(text)
        case .texts(let texts): list(texts.map { HTML(text: $0) })
        case .flag(let flag): "\(ui(flag ? "web.yes" : "web.no"))"
        case .days(let intervals): list(intervals.map(days))
        case .fees(let table): fees(table)
        }
    }

    /// A kind of record, by the word its field `type` has for it.
    private func kind(_ name: String) -> HTML {
        let words = records.lazy.compactMap { record in
            ui.words.find("\(record.key).type.\(name)", in: ui.language)
        }
        return words.first.map { "\($0)" } ?? code(name)
    }

    /// A text, by the word for it: `SYSTEM.rule.KEY.is.TEXT`.
    private func value(_ text: String) -> HTML {
        let key = "\(entry.system).rule.\(entry.key).is.\(text)"
        return ui.words.find(key, in: ui.language).map { "\($0)" } ?? code(text)
    }

    private func code(_ text: String) -> HTML { "<code>\(text)</code>" }

    /// A period in words: `8 weeks`.
    func text(_ period: Period) -> String {
        ui.count("rules.period.\(period.unit.rawValue)", period.count)
    }

    private func list(_ items: [HTML]) -> HTML {
        "<ul>\(items.map { "<li>\($0)</li>" })</ul>"
    }

    private func days(_ interval: DayInterval) -> HTML {
        let span: HTML =
            switch interval.span {
            case .once(let days): "\(ui.day(days.lowerBound)) – \(ui.day(days.upperBound))"
            case .yearly(let from, let until): "\(yearly(from)) – \(yearly(until))"
            }
        return "\(span)\(interval.source.map { " <span class=\"note\">\($0)</span>" })"
    }

    private func yearly(_ day: DayInterval.MonthDay) -> String {
        ui.words.yearly(day: day.day, month: day.month, in: ui.language)
    }

    private func fees(_ table: FeeTable) -> HTML {
        ui.details(
            ui.count("rules.classes", table.rows.count),
            list(
                table.rows.map { row in
                    let retention = row.retention.map {
                        "; \(ui("rules.fee.retention")): \(charge($0))"
                    }
                    return "\(UI.spelled(row.name)): \(charge(row.charge))\(retention ?? "")"
                }))
    }

    /// An amount as its table says it: `€65.00`, `€4.20 for each square metre, at least €80.00`.
    private func charge(_ charge: FeeTable.Charge) -> String {
        var parts: [String] = []
        if let perUnit = charge.perUnit, let unit = charge.unit {
            let unitName = ui.words.find("rules.unit.\(unit)", in: ui.language) ?? UI.spelled(unit)
            let size = charge.unitSize == 1 ? "" : "\(charge.unitSize) "
            parts.append(
                ui("rules.fee.each", ["amount": ui.money(perUnit), "unit": size + unitName]))
            if charge.above > 0 {
                parts.append(ui("rules.fee.above", ["measure": "\(charge.above) \(unitName)"]))
            }
            if let flat = charge.flat {
                parts.append(ui("rules.fee.least", ["amount": ui.money(flat)]))
            }
        } else if let flat = charge.flat {
            parts.append(ui.money(flat))
        }
        if let max = charge.max { parts.append(ui("rules.fee.most", ["amount": ui.money(max)])) }
        return parts.joined(separator: ", ")
    }
}
