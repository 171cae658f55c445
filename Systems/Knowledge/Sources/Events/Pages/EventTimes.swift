// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Web

/// When something is, as people read it: `6 January 2026, 09:30 to 11:00 (Europe/Dublin)`.
struct EventTimes {
    private let ui: UI

    init(_ ui: UI) { self.ui = ui }

    /// - Parameter here: the zone readers are in, of what they must come to; times in another one name
    ///   theirs. Nil: readers may be anywhere, and every time does.
    func text(_ one: Occurrence, here: Zone? = nil) -> HTML {
        guard case .local(let first, let start, let zone) = one.start,
            case .local(let last, let end, _) = one.end
        else {
            return one.startsOn == one.endsOn
                ? ui.day(one.startsOn) : "\(ui.day(one.startsOn)) – \(ui.day(one.endsOn))"
        }
        let times: HTML = first == last
            ? "\(ui.day(first)), \(TimeOfDay.text(start))–\(TimeOfDay.text(end))"
            : "\(ui.day(first)), \(TimeOfDay.text(start)) – \(ui.day(last)), \(TimeOfDay.text(end))"
        return "\(times)\(if: zone != here, " <span class=\"note\">\(place(zone))</span>")"
    }

    /// `Europe/Dublin` as `Dublin time`.
    private func place(_ zone: Zone) -> String {
        let name = zone.name.split(separator: "/").last.map(String.init) ?? zone.name
        return ui("knowledge.events.zone", ["place": name.replacing("_", with: " ")])
    }

    /// How it comes again: `every second Tuesday of the month, 5 times`.
    func series(_ event: Event) -> String? {
        guard let repeats = event.repeats else { return nil }
        let all = event.occurrences
        let every = event.every ?? 1
        let rhythm = every > 1
            ? ui.count("knowledge.events.rhythm.\(repeats.rawValue)", every)
            : FieldWords(ui, kind: Event.kind).option("repeats", repeats.rawValue)
        return ui(
            "knowledge.events.series",
            [
                "repeats": rhythm,
                "count": ui.number(all.count),
                "until": (all.last?.startsOn ?? event.startsOn).description,
            ])
    }
}
