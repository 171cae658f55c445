// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What changes while it changes: a page, and the events it shows, at the same address.
struct ChangesPage {
    private static let rows = 30
    /// Of one act no more than so many changes are told to a page.
    private static let mostOfAct = 50

    private let room: TwinRoom
    private let type: String?
    private var ui: UI { room.ui }

    init(_ room: TwinRoom) {
        self.room = room
        type = room.request.query["type"].flatMap { $0.isEmpty ? nil : room.naming.expand($0) }
    }

    func answer() throws -> Response {
        room.request.asksForEvents ? events() : room.request.page(try page())
    }

    private func page() throws -> Page {
        let here = room.home.inside("changes").with(["type": room.request.query["type"]])
        var page = room.page(
            ui("twin.changes"), .changes,
            """
            <h1>\(ui("twin.changes"))</h1>
            <p>\(ui("twin.changes.text"))</p>
            \(filter)
            <div data-live="\(here.string)">
            <div class="live-head">
            <p data-live-state role="status" data-on="\(ui("twin.changes.on"))" \
            data-off="\(ui("twin.changes.off"))">\(ui.link(ui("twin.changes.reload"), here))</p>
            <button class="button secondary" type="button" hidden data-live-pause \
            data-pause="\(ui("twin.changes.pause"))" data-resume="\(ui("twin.changes.resume"))">\
            \(ui("twin.changes.pause"))</button>
            </div>
            \(try LatestChanges(room, type: type).table(Self.rows))
            </div>
            """)
        page.scripts = [room.request.site.assets.href("live.js")]
        return page
    }

    private var filter: HTML {
        let known = ((try? room.twin.view().countsByType.keys.sorted()) ?? []).filter {
            room.access.types?.contains($0) ?? true
        }
        return ui.filterPanel(
            room.home.inside("changes"), hidden: room.hidden,
            ui.select(
                UI.Ask("type", label: ui("twin.type")),
                known.map { UI.Option(room.naming.compact($0), room.name($0)) },
                chosen: type.map(room.naming.compact), empty: ui("twin.form.any")))
    }

    private func events() -> Response {
        let (room, page) = (room, self)
        return room.request.live { events in
            room.twin.listen { changes, moment in
                for change in changes.lazy.filter(page.isMeant).prefix(Self.mostOfAct) {
                    events.tell { page.told(change, at: moment) }
                }
            }
        }
    }

    @Sendable private func isMeant(_ change: EntityChange) -> Bool {
        guard let entity = change.new ?? change.old, room.access.covers(entity) else { return false }
        return type.map(entity.types.contains) ?? true
    }

    /// A row of the table: the texts of its cells, and where they lead.
    private func told(_ change: EntityChange, at moment: Stamp) -> String {
        let values = ValueText(room)
        let entity = change.new ?? change.old
        var text: String
        if let new = change.new, change.old != nil {
            var seen: Set<String> = []
            let names = change.changes.map(\.name).filter { seen.insert($0).inserted }
            text = names.prefix(4).map { name in
                let value = new[name].map(values.brief) ?? ui("twin.change.gone")
                return "\(room.name(name)): \(value)"
            }.joined(separator: " · ")
        } else {
            text = ui(change.new == nil ? "twin.change.deleted" : "twin.change.created")
        }
        if text.isEmpty { text = ui("twin.change.other") }
        let name = entity.map { EntityName(room, $0).shown } ?? change.id
        let cells: JSON = [
            ["text": .string(name), "href": .string(room.href(of: change.id).string)],
            ["text": .string(room.names(entity?.types ?? []))], ["text": .string(text)],
            ["text": .string(time(moment))],
        ]
        return cells.text()
    }

    private func time(_ stamp: Stamp) -> String {
        let (hour, minute) = room.request.zone.minuteOfDay(at: stamp.instant)
            .quotientAndRemainder(dividingBy: 60)
        let second = (stamp.instant.milliseconds / 1_000 % 60 + 60) % 60
        return [hour, minute, Int(second)].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
