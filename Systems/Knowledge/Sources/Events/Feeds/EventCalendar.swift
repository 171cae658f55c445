// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// Events as calendar programs get them: one entry for each, and one more for each time of a series
/// that is not as the others.
struct EventCalendar {
    /// How long, in days, what was called off or is over stays: programs ask now and then, not always.
    static let keptDays = 60

    let request: Request
    let today: Day
    private var ui: UI { request.ui }

    /// The calendar, under a name.
    /// - Parameters:
    ///   - page: where people read the same.
    ///   - path: its own address; never with the secret by which it was asked for.
    func file(_ name: String, _ entries: [ICalendar.Event], page: Href, path: Href) -> ICalendar {
        ICalendar(
            "\(name) – \(request.site.configuration.siteName)", page: request.address(page.string),
            address: request.address(path.string), events: entries)
    }

    /// What stands in a calendar for an event; nothing once it has long been called off.
    func entries(
        for found: PublicEvent, online: String? = nil, isWaiting: Bool = false
    ) -> [ICalendar.Event] {
        let event = found.event
        if isGone(event) { return [] }
        let planned = event.occurrence(on: event.startsOn)
        var whole = entry(found, planned, online: online)
        if isWaiting, whole.status == .confirmed { whole.status = .tentative }
        guard let rule = event.rule else { return [whole] }
        let all = event.occurrences
        let changes = event.changesByDay
        let changed = all.filter { changes[$0.day] != nil }
        let gone = changed.filter { $0.isCancelled && $0.endsOn.adding(days: Self.keptDays) < today }
        whole.series = ICalendar.Event.Series(
            rule, except: (event.exceptDays + gone.map(\.day)).filter { isIn(rule, $0, event) }.sorted())
        let shown = changed.filter { one in !gone.contains { $0.day == one.day } }
        return [whole] + shown.map { one in
            var part = entry(found, one, online: online)
            part.occurrence = event.occurrence(on: one.day).start
            if isWaiting, part.status == .confirmed { part.status = .tentative }
            return part
        }
    }

    /// Whether it was called off so long ago that no program need be told any more.
    func isGone(_ event: Event) -> Bool {
        event.cancelledOn.map { $0.adding(days: Self.keptDays) < today } ?? false
    }

    /// One time of a series for somebody who comes to that one alone: under an id of its own, since the
    /// rest is not in their calendar.
    func entry(for found: PublicEvent, on day: Day, online: String?, isWaiting: Bool) -> ICalendar.Event? {
        guard let one = found.event.occurrences.first(where: { $0.day == day }) else { return nil }
        var entry = entry(found, one, online: online)
        entry.uid = "\(day)-\(entry.uid)"
        if isWaiting, entry.status == .confirmed { entry.status = .tentative }
        return entry
    }

    /// A day on which it is not matters only where the rule comes to it.
    private func isIn(_ rule: CalendarRule, _ day: Day, _ event: Event) -> Bool {
        rule.days(from: event.startsOn, limit: Event.mostTimes).contains(day)
    }

    private func entry(_ found: PublicEvent, _ one: Occurrence, online: String?) -> ICalendar.Event {
        let event = found.event
        let isOff = found.status == .cancelled || one.isCancelled
        let page = request.address("/t/\(found.tenant)/knowledge/events/\(found.id.text)")
        var entry = ICalendar.Event(
            uid: event.uid, sequence: event.sequence, changed: event.changedAt ?? Instant(milliseconds: 0),
            // Programs that pass over the status show the title.
            title: isOff ? ui("knowledge.events.cancelled_title", ["title": event.title]) : event.title,
            start: one.start, end: one.end)
        entry.status = isOff ? .cancelled : .confirmed
        let said = [one.note, event.reason, String(event.text.prefix(4_000)), page]
        entry.text = said.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
        let room = event.mode == .online ? nil : one.venue ?? event.venue
        entry.location = room ?? ui("knowledge.event.mode.online")
        entry.point = one.venue == nil && room != nil ? event.position?.bounds?.center : nil
        entry.page = page
        entry.online = online
        entry.categories = event.topic.map {
            [FieldWords(ui, kind: Event.kind).option("topic", $0.rawValue)]
        } ?? []
        if let mail = event.contactEmail, let holder = try? request.site.network.find(found.tenant) {
            entry.organiser = (ui.name(of: holder), mail)
        }
        return entry
    }
}
