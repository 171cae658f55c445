// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Events as every calendar program takes them in: iCalendar (RFC 5545), with the properties of
/// RFC 7986 and their older names that programs still look for.
public struct ICalendar: Sendable {
    /// What it is called in a program's list of calendars.
    public var name: String
    public var about: String?
    /// The address of the page it belongs to, and its own.
    public var page: String
    public var address: String
    /// After how many hours a program should ask again.
    public var refreshHours: Int
    public var events: [Event]

    /// A calendar. Both addresses are whole, with scheme and host.
    public init(
        _ name: String, about: String? = nil, page: String, address: String, refreshHours: Int = 4,
        events: [Event]
    ) {
        self.name = name
        self.about = about
        self.page = page
        self.address = address
        self.refreshHours = refreshHours
        self.events = events
    }

    /// The calendar as a file. It says no `METHOD`: it is there to be read, not an invitation to be
    /// answered, and so needs no organiser.
    public var text: String {
        let body = timeZones.flatMap(\.lines) + events.flatMap(\.lines)
        return (head + body + [ContentLine("END", [], "VCALENDAR")]).map(\.folded).joined()
    }

    private var head: [ContentLine] {
        let hours = "PT\(max(1, refreshHours))H"
        var lines = [
            ContentLine("BEGIN", [], "VCALENDAR"),
            ContentLine("VERSION", [], "2.0"),
            ContentLine("PRODID", [], "-//Talka//Talka//EN"),
            ContentLine("CALSCALE", [], "GREGORIAN"),
            ContentLine("NAME", text: name),
            ContentLine("X-WR-CALNAME", text: name),
        ]
        if let about {
            lines += [ContentLine("DESCRIPTION", text: about), ContentLine("X-WR-CALDESC", text: about)]
        }
        return lines + [
            ContentLine("URL", [], page),
            ContentLine("SOURCE", [("VALUE", "URI")], address),
            ContentLine("REFRESH-INTERVAL", [("VALUE", "DURATION")], hours),
            ContentLine("X-PUBLISHED-TTL", [], hours),
        ]
    }

    /// The zones its events are in, each with the changes of its clocks over the years they take up.
    /// A calendar must have something in it, so that an empty one explains UTC.
    private var timeZones: [CalendarZone] {
        var years: [Zone: ClosedRange<Int>] = [:]
        for event in events {
            for (zone, span) in event.spans {
                guard let known = years[zone] else {
                    years[zone] = span
                    continue
                }
                years[zone] = min(known.lowerBound, span.lowerBound)...max(known.upperBound, span.upperBound)
            }
        }
        if events.isEmpty { return [CalendarZone(.utc, years: 1970...1970)] }
        return years.filter { $0.key != .utc }.sorted { $0.key.name < $1.key.name }
            .map { CalendarZone($0.key, years: $0.value) }
    }
}
