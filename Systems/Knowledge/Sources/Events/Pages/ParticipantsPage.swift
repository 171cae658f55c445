// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Who comes to an event: the list at the door. Each line has its own buttons and stands by itself on
/// a telephone.
struct ParticipantsPage {
    private static let path = "/t/:tenant/knowledge/events/:id/participants"
    private static let marks = [EventActions.markCame.kind, EventActions.markAbsent.kind]

    static let routes = [
        Route(.get, path, .staff, system: "knowledge") { try ParticipantsPage($0).answer() },
        Route(.post, path, .roles([.officer, .manager]), system: "knowledge") {
            try await ParticipantsPage($0).mark()
        },
    ]

    private let context: DerivedContext
    private let event: Stored<Event>
    /// The time of a series whose list it is; nil: all.
    private let day: Day?
    private var ui: UI { context.ui }

    private init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Event.kind)
        event = Stored<Event>(try context.find().whole)
        day = request.query["occurrence"].flatMap { Day($0) }
    }

    private func href(_ day: Day?) -> Href {
        context.href(event.id, "participants").with(["occurrence": day?.description])
    }

    private func answer() throws -> Response {
        let all = try registrations()
        let groups: [[State]] = [State.seated, [.waiting], [.cancelled]]
        let enter = ("/t/\(context.slug)/knowledge/registrations/new/enter-participant" as Href)
            .with(["event": event.id.text, "occurrence": day?.description])
        let csv = ("/t/\(context.slug)/knowledge/registrations.csv" as Href).with(["event": event.id.text])
        var page = Page(
            "\(ui("knowledge.participants")) – \(event.title)", width: .wide,
            """
            <p class="lead">\(event.title)</p>
            <h1>\(ui("knowledge.participants"))</h1>
            \(if: event.registering == .each, days)
            <p>\(counts(all))</p>
            \(if: all.isEmpty, ui.emptyState(ui("knowledge.participants.none")))
            \(groups.map { states in table(all.filter { states.contains($0.state) }, states[0]) })
            \(ui.linkList([UI.Link(ui.name(of: EventActions.enter.kind), enter), UI.Link("CSV", csv)]))
            """)
        page.isPrivate = true
        page.back = UI.Link(ui("web.back"), context.href(event.id))
        return context.request.page(page)
    }

    private func registrations() throws -> [Stored<Registration>] {
        try context.store.read(as: context.actor) { reader in
            try reader.list(
                Registration.self, Query([.field("event", is: event.id)], limit: 10_000))
        }.filter { day == nil || $0.occurrence == nil || $0.occurrence == day }.sorted { a, b in
            if a.state == .waiting, b.state == .waiting {
                return (a.waitingSince ?? .first, a.id) < (b.waitingSince ?? .first, b.id)
            }
            return (a.name.lowercased(), a.id) < (b.name.lowercased(), b.id)
        }
    }

    private var days: HTML {
        ui.subNavigation(
            [UI.Link(ui("knowledge.participants.all"), href(nil), isCurrent: day == nil)]
                + event.fields.occurrences.map {
                    UI.Link(ui.words.day($0.day, in: ui.language), href($0.day), isCurrent: $0.day == day)
                }, label: ui("knowledge.event.when"))
    }

    private func counts(_ all: [Stored<Registration>]) -> String {
        [State.registered, .came, .absent, .waiting].map { state in
            "\(ui.state(state, of: Registration.kind)): \(ui.number(all.count { $0.state == state }))"
        }.joined(separator: " · ")
    }

    private func table(_ rows: [Stored<Registration>], _ state: State) -> HTML {
        if rows.isEmpty { return "" }
        let columns = ["name", "organisation", "needs", "state", "mark"].map {
            UI.Column(ui("knowledge.participants.column.\($0)"))
        }
        return ui.table(
            ui("knowledge.participants.\(state.rawValue)"), columns, rows.map(row),
            id: "participants-\(state.rawValue)")
    }

    private func row(_ registration: Stored<Registration>) -> [HTML] {
        let path: Href = "/t/\(context.slug)/knowledge/registrations/\(registration.id.text)"
        let day = self.day == nil ? registration.occurrence.map { " · \(ui.day($0))" as HTML } : nil
        return [
            "\(ui.link(registration.name, path))\(day)", "\(registration.organisation ?? "")",
            "\(registration.needs ?? "")", "\(ui.state(registration.state, of: Registration.kind))",
            buttons(registration),
        ]
    }

    private func buttons(_ registration: Stored<Registration>) -> HTML {
        let marks = Self.marks.filter { action in
            action.from.contains(registration.state)
                && action.permits(context.actor, on: registration.row.grounds)
                && action.obstacle(registration.row, context.moment) == nil
        }
        if marks.isEmpty { return "" }
        let hidden = [
            ("csrf", context.request.csrf), ("registration", registration.id.text),
            ("version", "\(registration.version)"),
        ]
        return ui.form(
            href(day), hidden: hidden,
            """
            <div class="buttons">\(marks.map {
                """
                <button class="button secondary" type="submit" name="mark" value="\($0.name)">\
                \(ui.name(of: $0))\(ui.unseen(" \(registration.name)"))</button>
                """ as HTML
            })</div>
            """)
    }

    /// One mark, and back to the list.
    private func mark() async throws -> Response {
        let form = try await context.request.form()
        guard let id = form["registration"].flatMap({ RecordID($0) }),
            let action = Self.marks.first(where: { $0.name == form["mark"] }),
            let registration = try context.store.read(
                as: context.actor, { try $0.find(Registration.self, id) }), registration.event == event.id
        else { throw Refusal.notFound }
        // Two who mark the same list at the same door mean the same: what is marked already is done.
        if registration.state != action.to.first {
            _ = try await context.store.perform(
                ActionCall(
                    action, by: context.actor, on: id,
                    expectedVersion: form["version"].flatMap { Int($0) }), at: context.request.now)
        }
        return .seeOther(href(day))
    }
}
