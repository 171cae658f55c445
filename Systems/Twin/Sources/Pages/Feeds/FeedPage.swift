// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One feed: what it listens to, how it is doing, and the last messages that could not be taken in.
struct FeedPage {
    private let room: TwinRoom
    private let feed: Feed
    private let told: FeedState
    private var ui: UI { room.ui }
    private var list: Href { room.whole.inside("feeds") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.isStaff).ofWhole
        feed = try room.feed()
        told = try room.told(of: feed)
    }

    func show() -> Response {
        var page = room.page(
            feed.name, .feeds, under: [UI.Link(ui("twin.feeds"), list)],
            """
            <h1>\(feed.name)</h1>
            <p>\(FeedWords(room, feed, told).tag)</p>
            \(ui.summaryList(facts))
            \(if: room.mayWrite, deeds)
            \(troubles)
            """)
        if room.request.query["done"] != nil {
            page.notice = UI.Notice("<p>\(ui("twin.connections.done"))</p>")
        }
        return room.request.page(page)
    }

    private func change(_ way: String) -> Href? {
        room.mayWrite ? list.inside(way).with(["id": feed.id]) : nil
    }

    private func row(_ key: String, _ value: HTML, change way: String? = nil) -> UI.Row {
        way.flatMap(change).map { ui.row(ui(key), value, change: $0) } ?? UI.Row(ui(key), value)
    }

    private var facts: [UI.Row] {
        var rows = [
            row("twin.feed.broker", "<span class=\"address\">\(feed.broker)</span>", change: "connection"),
            row("twin.feed.user", "\(feed.user ?? "")", change: "connection"),
            row("twin.feed.filters", "\(feed.filters.joined(separator: ", "))", change: "connection"),
            row(
                "twin.feed.payload", "\(ui("twin.feed.payload.\(feed.payload.rawValue)"))",
                change: "mapping"),
            row("twin.import.type", "\(feed.mapping?.type ?? "")", change: "mapping"),
            row("twin.feeds.column.sent", "\(FeedWords(room, feed, told).counts)"),
        ]
        let moments: [(String, Stamp?)] = [
            ("twin.feed.connected", told.connected), ("twin.feed.heard", told.lastHeard),
            ("twin.connections.lastFailure", told.lastFailure),
        ]
        for (key, stamp) in moments { if let stamp { rows.append(row(key, room.moment(stamp))) } }
        if let reason = told.reason, told.connected == nil {
            rows.append(row("twin.connections.column.reason", room.reason(reason)))
        }
        return rows
    }

    private var deeds: HTML {
        func button(_ key: String, _ deed: String) -> HTML {
            ui.buttonForm(
                list, ui(key), hidden: [("csrf", room.request.csrf), ("do", deed), ("id", feed.id)])
        }
        let unfinished = ui.linkButton(
            ui("twin.feed.finish"), list.inside("mapping").with(["id": feed.id]), .secondary)
        return ui.buttons(
            feed.mapping == nil ? unfinished
                : feed.isActive ? button("twin.connections.pause", "pause")
                : button("twin.connections.resume", "resume"),
            ui.link(ui("twin.connections.delete"), list.inside("delete").with(["id": feed.id])))
    }

    private var troubles: HTML {
        let title = ui("twin.feed.troubles")
        guard !told.troubles.isEmpty else { return "" }
        return """
            <h2>\(title)</h2>
            <p>\(ui("twin.feed.troubles.text"))</p>
            \(ui.table(
                title, ["when", "topic", "payload", "why"].map { UI.Column(ui("twin.feed.column.\($0)")) },
                told.troubles.map { trouble in
                    [
                        room.moment(trouble.at), "<span class=\"address\">\(trouble.topic)</span>",
                        "<code class=\"address\">\(trouble.payload)</code>",
                        "\(ui(trouble.why))",
                    ]
                }, isCaptionSeen: false))
            """
    }
}
