// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whether what is said of an event fits together: everything that is wrong, at once.
struct EventCheck {
    private let event: Event
    private var problems = Problems()

    init(_ event: Event) { self.event = event }

    func check() throws {
        var check = self
        check.times()
        check.series()
        check.way()
        try check.problems.check()
    }

    private mutating func add(_ field: String, _ code: String) {
        problems.add(field, code, Phrase("knowledge.problem.event.\(code)"))
    }

    private mutating func times() {
        if let zone = event.zone, Zone(zone) == nil { add("zone", "no_zone") }
        let last = event.endsOn ?? event.startsOn
        if last < event.startsOn { add("ends_on", "ends_before") }
        if last - event.startsOn > 60 { add("ends_on", "too_long") }
        if event.startsAt == nil, event.endsAt != nil { add("starts_at", "no_start") }
        if last == event.startsOn, let start = event.startsAt.flatMap(TimeOfDay.minutes),
            let end = event.endsAt.flatMap(TimeOfDay.minutes), end <= start
        {
            add("ends_at", "ends_before")
        }
    }

    private mutating func series() {
        let days = (event.notOn ?? "").split { $0.isWhitespace || $0 == "," }
        if days.contains(where: { Day(iso: $0) == nil }) { add("not_on", "not_days") }
        guard event.repeats != nil else {
            if event.registering == .each { add("registering", "no_series") }
            return
        }
        switch (event.times, event.until) {
        case (nil, nil): add("times", "no_end")
        case (_?, _?): add("until", "two_ends")
        case (nil, let until?) where until < event.startsOn: add("until", "ends_before")
        default:
            let days = event.rule?.days(from: event.startsOn, limit: Event.mostTimes + 1) ?? []
            if days.count > Event.mostTimes { add("until", "too_many") }
            if event.occurrences.isEmpty { add("not_on", "none_left") }
        }
    }

    private mutating func way() {
        if event.mode != .online, event.venue == nil { add("venue", "no_venue") }
        if let online = event.online, !Self.isAddress(online) { add("online", "no_address") }
        let mail = /[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+/
        if let typed = event.contactEmail, typed.wholeMatch(of: mail) == nil {
            add("contact_email", "no_mail")
        }
        if event.registering == .no, event.places != nil { add("registering", "no_registration") }
        if let opens = event.opensOn, let closes = event.closesOn, closes < opens {
            add("closes_on", "ends_before")
        }
    }

    /// Whether a text is an address that may be followed.
    static func isAddress(_ text: String) -> Bool {
        text.wholeMatch(of: /https?:\/\/[^\s"<>\\]+/) != nil
    }
}
