// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something a body invites to: once or again and again, in a room, from afar, or both. Its times are
/// those of the clocks where it is held, so that a series stays at ten o'clock all year.
public struct Event: Record {
    public enum Mode: String, Choice { case onSite = "on_site", online, both }

    /// Whom it is meant for.
    public enum Invited: String, Choice { case staff, elected, vendors, residents }

    public enum Repeats: String, Choice {
        case daily, weekly, monthlyByDate = "monthly_by_date", monthlyByWeekday = "monthly_by_weekday", yearly
    }

    /// Whether one registers, and for a series: once for all of it, or for each time.
    public enum Registering: String, Choice { case no, whole, each }

    public enum Visibility: String, Choice { case members, everyone }

    /// Who reads it as it stands: nobody but staff as long as it is a draft.
    public enum Seen: String, Choice { case staff, members, everyone }

    public var title = ""
    public var text = ""
    public var topic: Topic?
    public var invited: Several<Invited> = []
    public var language: Tongue?
    public var visibility = Visibility.everyone
    public var mode = Mode.onSite
    public var venue: String?
    public var position: Geometry?
    /// Where one takes part from afar: for those who are registered.
    public var online: String?
    public var startsOn = Day.first
    /// `14:30`; nil: it takes whole days.
    public var startsAt: String?
    public var endsOn: Day?
    public var endsAt: String?
    public var zone: String?
    public var repeats: Repeats?
    public var every: Int?
    public var times: Int?
    public var until: Day?
    /// Days of the series on which it is not, in ISO form.
    public var notOn: String?
    public var registering = Registering.no
    public var places: Int?
    public var opensOn: Day?
    public var closesOn: Day?
    public var certificate: Bool?
    /// An address for questions that is no person's.
    public var contactEmail: String?

    /// What became of single occurrences.
    public var changes: JSON?
    public var uid = ""
    public var sequence = 0
    public var changedAt: Instant?
    public var cancelledOn: Day?
    public var reason: String?
    /// The last day of the last occurrence.
    public var lastsUntil: Day?
    public var seenBy = Seen.staff

    public init() {}

    /// What whoever arranges an event says of it.
    static let asked: [Field<Event>] = [
        .text("title", \.title, max: 200), .longText("text", \.text, max: 20_000),
        .choice("topic", \.topic), .choices("invited", \.invited), .choice("language", \.language),
        .choice("visibility", \.visibility), .choice("mode", \.mode),
        .text("venue", \.venue, max: 300), .geometry("position", \.position),
        .text("online", \.online, max: 500, privacy: .staff),
        .day("starts_on", \.startsOn), .text("starts_at", \.startsAt, max: 5),
        .day("ends_on", \.endsOn), .text("ends_at", \.endsAt, max: 5),
        .text("zone", \.zone, max: 60), .choice("repeats", \.repeats),
        .integer("every", \.every, in: 1...99), .integer("times", \.times, in: 1...500),
        .day("until", \.until), .text("not_on", \.notOn, max: 2_000),
        .choice("registering", \.registering), .integer("places", \.places, in: 1...100_000),
        .day("opens_on", \.opensOn), .day("closes_on", \.closesOn),
        .flag("certificate", \.certificate), .text("contact_email", \.contactEmail, max: 200),
    ]

    /// What the system itself keeps of it.
    static let kept: [Field<Event>] = [
        .json("changes", \.changes), Field.text("uid", \.uid, max: 120).derived().unseen(),
        Field.integer("sequence", \.sequence, in: 0...1_000_000).derived(),
        Field.instant("changed_at", \.changedAt).derived(),
        Field.day("cancelled_on", \.cancelledOn).derived(),
        Field.text("reason", \.reason, max: 500).derived(),
        Field.day("lasts_until", \.lastsUntil).derived(),
        Field.choice("seen_by", \.seenBy).derived(),
    ]

    public static let fields = Fields(asked + kept)

    public static let kind = RecordKind(
        Event.self, system: "knowledge", name: "event", plural: "events",
        states: [.draft, .published, .cancelled, .withdrawn],
        readers: .staff + [
            .on(field: "seen_by", ["everyone"], .anyone),
            .on(field: "seen_by", ["members"], .role(.member)),
        ],
        list: ListShape(
            columns: ["title", "starts_on", "mode", "topic", "places"],
            filters: ["topic", "mode", "language"], order: "starts_on"),
        indexes: [["starts_on"]],
        found: ["title", "text", "venue"],
        linked: LinkedTerms(
            ["schema:Event", "cv:Event"],
            names: [
                "text": "dct:description", "starts_on": "schema:startDate",
                "lasts_until": "schema:endDate", "places": "schema:maximumAttendeeCapacity",
                "uid": "schema:identifier",
            ],
            codes: ["starts_at", "ends_at", "zone", "not_on", "contact_email", "uid"]))

    public static func settle(_ event: inout Stored<Event>, at moment: Moment) {
        let isOut = event.state == .published || event.state == .cancelled
        event.seenBy = !isOut ? .staff : event.visibility == .members ? .members : .everyone
        event.lastsUntil = event.fields.occurrences.map(\.endsOn).max()
    }
}

extension State {
    static let draft: State = "draft"
    static let published: State = "published"
    static let cancelled: State = "cancelled"
}
