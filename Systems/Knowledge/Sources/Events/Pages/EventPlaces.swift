// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The places at an event, as its page tells of them: how many there are, whether one has one, and
/// the way to it.
struct EventPlaces {
    private let event: Stored<Event>
    private let own: [Stored<Registration>]
    private let context: DerivedContext
    private var ui: UI { context.ui }
    private var today: Day { context.moment.today }

    init(_ event: Stored<Event>, _ own: [Stored<Registration>], _ context: DerivedContext) {
        self.event = event
        self.own = own
        self.context = context
    }

    func html() throws -> HTML {
        guard event.registering != .no, event.state == .published else { return "" }
        let isAsked = own.isEmpty || event.registering == .each
        let way = isAsked ? opening + (try wayIn()) : HTML()
        return """
            <section aria-labelledby="places"><h2 id="places">\(ui("knowledge.event.places"))</h2>
            \(way)\(try own.map(place))</section>
            """
    }

    /// One's own place.
    private func place(_ registration: Stored<Registration>) throws -> HTML {
        let path: Href = "/t/\(context.slug)/knowledge/registrations/\(registration.id.text)"
        let mayLeave = registration.state == .registered || registration.state == .waiting
        let giveUp = EventActions.giveUp.kind
        let leave = ui.link(
            ui.name(of: giveUp), path.inside(giveUp.segment), about: registration.occurrence?.description)
        return ui.inset(
            """
            <p><strong>\(ui.state(registration.state, of: Registration.kind))</strong>\
            \(registration.occurrence.map { " · \(ui.day($0))" as HTML })</p>
            \(try turn(of: registration).map { number in
                "<p>\(ui("knowledge.event.in_line", ["number": ui.number(number)]))</p>" as HTML
            })
            \(if: mayLeave, "<p>\(leave)</p>")
            \(if: registration.certificate != nil,
                "<p>\(ui.link(ui("knowledge.certificate"), path.inside("certificate")))</p>")
            """)
    }

    /// How many get a free place no later than somebody who waits, themselves included; nil for who
    /// does not wait.
    private func turn(of registration: Stored<Registration>) throws -> Int? {
        guard registration.state == .waiting, let since = registration.waitingSince else { return nil }
        return try context.store.read(as: .system("pages")) { reader in
            try reader.count(
                Query([
                    .field("event", is: event.id), .field("occurrence", is: registration.occurrence),
                    .state(.waiting), .init("waiting_since", .atMost, since.stored),
                ]), kind: Registration.kind)
        }
    }

    /// From when and until when places are given away.
    private var opening: HTML {
        if let opens = event.opensOn, opens > today {
            return "<p>\(ui("knowledge.event.opens", ["day": opens.description]))</p>"
        }
        guard event.fields.isOpen(on: today) else { return "<p>\(ui("knowledge.event.closed"))</p>" }
        return event.closesOn.map { "<p>\(ui("knowledge.event.closes", ["day": $0.description]))</p>" } ?? ""
    }

    private func wayIn() throws -> HTML {
        guard event.fields.isOpen(on: today) else { return "" }
        guard event.registering == .each else {
            return """
                <p>\(try left(on: nil).text)</p>
                \(ui.buttons(ui.linkButton(try button(on: nil), href(nil))))
                """
        }
        let has = Set(own.compactMap(\.occurrence))
        let rows = try event.fields.occurrences.filter {
            !$0.isCancelled && !$0.isOver(on: today) && !has.contains($0.day)
        }.prefix(60).map { one -> [HTML] in
            [
                EventTimes(ui).text(one, here: context.zone), "\(try left(on: one.day).text)",
                ui.link(
                    try button(on: one.day), href(one.day),
                    about: ui.words.day(one.startsOn, in: ui.language)),
            ]
        }
        let columns = ["when", "left", "register"].map { UI.Column(ui("knowledge.event.column.\($0)")) }
        return ui.table(ui("knowledge.event.places"), columns, Array(rows), isCaptionSeen: false)
    }

    private func href(_ day: Day?) -> Href {
        ("/t/\(context.slug)/knowledge/registrations/new/register" as Href)
            .with(["event": event.id.text, "occurrence": day?.description])
    }

    private func button(on day: Day?) throws -> String {
        ui(try left(on: day).isFull ? "knowledge.event.join_line" : "knowledge.action.register")
    }

    func left(on day: Day?) throws -> (text: String, isFull: Bool) {
        guard let places = event.places else { return (ui("knowledge.event.unlimited"), false) }
        let (taken, waiting) = try context.store.read(as: .system("pages")) { reader in
            (try count(day, State.seated, reader), try count(day, [.waiting], reader))
        }
        let left = max(0, places - taken)
        if left == 0 || waiting > 0 {
            return (ui("knowledge.event.full", ["count": ui.number(waiting)]), true)
        }
        return (ui("knowledge.event.left", ["left": ui.number(left), "places": ui.number(places)]), false)
    }

    private func count(_ day: Day?, _ states: [State], _ reader: Reader) throws -> Int {
        try reader.count(
            Query([
                .field("event", is: event.id), .field("occurrence", is: day),
                .init("state", .oneOf(states.map { .text($0.rawValue) })),
            ]), kind: Registration.kind)
    }
}

/// What there is to read of an event, before and after.
struct EventPapers {
    private let event: Stored<Event>
    private let context: DerivedContext
    private var ui: UI { context.ui }

    init(_ event: Stored<Event>, _ context: DerivedContext) {
        self.event = event
        self.context = context
    }

    func html() throws -> HTML {
        let all = try context.store.read(as: context.actor) { reader in
            try reader.list(
                Material.self, Query([.field("event", is: event.id), .state(.current)], limit: 500))
        }
        return Material.Phase.allCases.map { phase -> HTML in
            let some = all.filter { $0.phase == phase }
            if some.isEmpty { return "" }
            return """
                <h2>\(ui("knowledge.event.papers.\(phase.rawValue)"))</h2>
                <ul class="link-list">\(some.map(item))</ul>
                """
        }.joined(by: "\n")
    }

    private func item(_ material: Stored<Material>) -> HTML {
        let path: Href = "/t/\(context.slug)/documents/knowledge/materials/\(material.id.text)"
        let title: HTML =
            material.link.map { "<a href=\"\($0)\">\(material.title)</a>" } ?? "\(material.title)"
        let files = material.files.map { "<li>\(ui.documentLink($0, of: path))</li>" as HTML }
        let own: Href = "/t/\(context.slug)/knowledge/materials/\(material.id.text)"
        let remove = EventActions.remove.kind
        let away = ui.link(ui.name(of: remove), own.inside(remove.segment), about: material.title)
        return """
            <li>\(title)\(material.occurrence.map { " · \(ui.day($0))" as HTML })\
            \(if: !files.isEmpty, "<ul>\(files)</ul>")\
            \(if: context.actor.isStaff, " \(away)")</li>

            """
    }
}
