// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Web

/// An event as linked data: in schema.org with each of its times, and as an event of CPSV-AP. Where
/// one takes part from afar is told to those who registered, so that its page stands for that.
struct EventLinked {
    private static let mostTimes = 50

    private let event: Stored<Event>
    private let item: LinkedItem
    private let today: Day

    init(_ event: Stored<Event>, _ context: DerivedContext) {
        self.event = event
        item = LinkedItem(context, event.id, event.language)
        today = context.moment.today
    }

    var answer: Response { item.answer(node) }

    /// The event by the time that comes next, or came last; with all its times where it is a series.
    var node: LinkedNode {
        let times = event.fields.occurrences
        let shown = event.fields.next(on: today) ?? times.last ?? event.fields.occurrence(on: event.startsOn)
        var node = described(item.iri, shown)
        node.types += ["cv:Event", "foaf:Document"]
        node.add("dct:identifier", item.urn)
        node.add("dct:title", item.text(event.title))
        node.add("dct:description", item.text(event.text))
        node.add("dct:publisher", item.publisher)
        node.add("dct:language", item.languages)
        node.add("dct:subject", item.theme(event.topic))
        node.add("schema:description", item.text(event.text))
        node.add("schema:keywords", item.keyword(event.topic))
        node.add("schema:audience", .all(event.invited.all.map(audience)))
        node.add("schema:maximumAttendeeCapacity", event.places.map(LinkedValue.integer))
        node.add("schema:identifier", .plain(event.uid))
        if event.fields.rule != nil {
            node.add(
                "schema:subEvent",
                .all(times.prefix(Self.mostTimes).map { .node(described("\(item.iri)#\($0.day)", $0)) }))
        }
        return node
    }

    private func described(_ iri: String, _ one: Occurrence) -> LinkedNode {
        LinkedNode(
            iri, ["schema:Event"],
            [
                "schema:name": item.text(event.title), "schema:url": .iri(item.iri),
                "schema:startDate": .plain(one.start.iso), "schema:endDate": .plain(one.end.iso),
                "schema:eventStatus": .iri("https://schema.org/\(status(one))"),
                "schema:eventAttendanceMode": .iri("https://schema.org/\(mode)EventAttendanceMode"),
                "schema:location": .all(places(one)), "schema:organizer": item.organisation,
                "schema:inLanguage": item.inLanguage,
            ])
    }

    private func status(_ one: Occurrence) -> String {
        if event.state == .cancelled || one.isCancelled { return "EventCancelled" }
        return one.isMoved ? "EventRescheduled" : "EventScheduled"
    }

    private var mode: String {
        switch event.mode {
        case .onSite: "Offline"
        case .online: "Online"
        case .both: "Mixed"
        }
    }

    private func places(_ one: Occurrence) -> [LinkedValue] {
        var places: [LinkedValue] = []
        if event.mode != .online {
            let venue = item.text(one.venue ?? event.venue ?? item.tenant.name)
            places.append(
                .node(LinkedNode(nil, ["schema:Place"], ["schema:name": venue, "schema:address": venue])))
        }
        if event.mode != .onSite {
            places.append(
                .node(LinkedNode(nil, ["schema:VirtualLocation"], ["schema:url": .iri(item.iri)])))
        }
        return places
    }

    private func audience(_ invited: Event.Invited) -> LinkedValue {
        .node(LinkedNode(nil, ["schema:Audience"], ["schema:audienceType": .plain(invited.rawValue)]))
    }
}
