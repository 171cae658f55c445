// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension PublishedKind {
    private static let columns: [PublishedColumn] = ["topic", "mode", "language", "starts_on", "ends_on"]

    /// Words that may be taken back, as those of questions.
    static let event = PublishedKind(
        "knowledge.event", path: "/events", page: "/t/:tenant/knowledge/events/:record",
        columns: columns, past: .asItIsNow, travels: true)

    /// The same, for those who work for a tenant of the network.
    static let memberEvent = PublishedKind(
        "knowledge.member_event", of: "knowledge.event", audience: .members, path: "/events",
        page: "/t/:tenant/knowledge/events/:record", columns: columns, past: .asItIsNow)

    static let events = [event, memberEvent]
}

extension Event {
    public static func publication(of event: Stored<Event>, at moment: Moment) -> Publication? {
        guard event.seenBy != .staff else { return nil }
        let kind = event.seenBy == .members ? PublishedKind.memberEvent : .event
        return Publication(
            kind: kind.name, reference: "", title: event.title, summary: event.text,
            status: event.state.rawValue, place: event.position, day: event.startsOn,
            columns: [
                "topic": event.topic.stored, "mode": event.mode.stored,
                "language": event.language.stored, "starts_on": event.startsOn.stored,
                "ends_on": event.lastsUntil.stored,
            ], body: event.fields.body)
    }

    /// What everyone may know of it: all that is open, under the names programs use.
    private var body: JSON {
        var members: JSONObject = [:]
        for field in Self.fields.map(\.description) where field.privacy == .open {
            guard let value = value(of: field.name), !value.isNull else { continue }
            members[Self.name(field)] = field.json(value)
        }
        return .object(members)
    }

    /// An event as its body published it; its online address is not among that.
    init?(body: JSON) {
        var values = Values(Self.fields.names)
        for field in Self.fields.map(\.description) where field.privacy == .open {
            guard let json = body[Self.name(field)] else { continue }
            values[field.name] = try? field.value(json)
        }
        self.init(values: values)
        guard !uid.isEmpty else { return nil }
    }

    /// `startsOn` for `starts_on`.
    private static func name(_ field: FieldDescription) -> String {
        let parts = field.name.split(separator: "_")
        return parts.dropFirst().reduce(String(parts.first ?? "")) {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }
}

/// An event as the commons knows it, with the tenant that holds it.
struct PublicEvent: Sendable {
    let tenant: String
    let id: RecordID
    let status: State
    let event: Event

    init?(_ item: RegisterItem) {
        guard let event = item.publication.flatMap({ Event(body: $0.body) }) else { return nil }
        tenant = item.tenant
        id = item.record
        status = State(rawValue: item.status)
        self.event = event
    }

    init(_ stored: Stored<Event>, of tenant: String) {
        self.tenant = tenant
        id = stored.id
        status = stored.state
        event = stored.fields
    }
}
