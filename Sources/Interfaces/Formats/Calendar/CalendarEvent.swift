// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension ICalendar {
    /// One event, or one changed occurrence of a series.
    public struct Event: Sendable {
        public enum Status: String, Sendable { case confirmed, tentative, cancelled }

        /// How it comes again.
        public struct Series: Sendable, Hashable {
            public var rule: CalendarRule
            /// Days of the rule on which it is not.
            public var except: [Day]

            public init(_ rule: CalendarRule, except: [Day] = []) {
                self.rule = rule
                self.except = except
            }
        }

        /// What it is known by, whatever becomes of it and wherever it lies.
        public var uid: String
        /// How often what matters of it was changed.
        public var sequence: Int
        public var created: Instant?
        public var changed: Instant
        public var title: String
        public var start: CalendarTime
        /// When it is over: of days the last one.
        public var end: CalendarTime
        public var series: Series?
        /// Of a series' changed occurrence: when it would have been.
        public var occurrence: CalendarTime?
        public var status = Status.confirmed
        public var text = ""
        public var location: String?
        public var point: Point?
        /// The address of its page.
        public var page: String?
        /// Where one takes part from afar.
        public var online: String?
        public var categories: [String] = []
        /// Who holds it: a name, and an address that is no person's.
        public var organiser: (name: String, mail: String)?

        /// An event by what every one has.
        public init(
            uid: String, sequence: Int, changed: Instant, title: String, start: CalendarTime,
            end: CalendarTime
        ) {
            self.uid = uid
            self.sequence = sequence
            self.changed = changed
            self.title = title
            self.start = start
            self.end = end
        }
    }
}

extension ICalendar.Event {
    var lines: [ContentLine] {
        var lines = [
            ContentLine("BEGIN", [], "VEVENT"),
            ContentLine("UID", text: uid),
            // Without a METHOD the stamp is that of the last change (section 3.8.7.2).
            ContentLine("DTSTAMP", [], changed.basic),
            ContentLine("LAST-MODIFIED", [], changed.basic),
            ContentLine("SEQUENCE", [], "\(sequence)"),
        ]
        if let created { lines.append(ContentLine("CREATED", [], created.basic)) }
        lines += timing
        lines += [
            ContentLine("SUMMARY", text: title),
            ContentLine("STATUS", [], status.rawValue.uppercased()),
            ContentLine("TRANSP", [], status == .cancelled ? "TRANSPARENT" : "OPAQUE"),
        ]
        return lines + particulars + [ContentLine("END", [], "VEVENT")]
    }

    private var timing: [ContentLine] {
        var lines = [start.line("DTSTART"), after.line("DTEND")]
        if let occurrence { lines.append(occurrence.line("RECURRENCE-ID")) }
        if let series {
            lines.append(ContentLine("RRULE", [], series.rule.text(from: start)))
            lines += series.except.map { start.on($0).line("EXDATE") }
        }
        return lines
    }

    /// The end as it is written: of days the first one after it.
    private var after: CalendarTime {
        if case .day(let last) = end { .day(last.next) } else { end }
    }

    private var particulars: [ContentLine] {
        var lines: [ContentLine] = []
        if !text.isEmpty { lines.append(ContentLine("DESCRIPTION", text: text)) }
        if let location { lines.append(ContentLine("LOCATION", text: location)) }
        if let point {
            let point = point.rounded(decimals: 6)
            lines.append(ContentLine("GEO", [], "\(point.latitude);\(point.longitude)"))
        }
        if let page { lines.append(ContentLine("URL", [], page)) }
        if let online {
            lines.append(ContentLine("CONFERENCE", [("VALUE", "URI"), ("FEATURE", "VIDEO")], online))
        }
        if !categories.isEmpty {
            let all = categories.map(ContentLine.escaped).joined(separator: ",")
            lines.append(ContentLine("CATEGORIES", [], all))
        }
        if let organiser {
            lines.append(ContentLine("ORGANIZER", [("CN", organiser.name)], "mailto:\(organiser.mail)"))
        }
        return lines
    }

    /// The zones of its times, and the years over which it goes on there.
    var spans: [(Zone, ClosedRange<Int>)] {
        let last = series.flatMap { $0.rule.days(from: start.day).last } ?? end.day
        return [start, end, occurrence].compactMap { time in
            guard let time, let zone = time.zone else { return nil }
            let day = max(time.day, last)
            return (zone, time.day.year...max(time.day.year, day.year))
        }
    }
}
