// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The feeds of a twin: which there are and how each is doing.
struct FeedsPage {
    private let room: TwinRoom
    private var ui: UI { room.ui }
    private var here: Href { room.whole.inside("feeds") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.isStaff).ofWhole
    }

    func show() throws -> Response {
        let feeds = try Feed.all(in: room.twin)
        var page = room.page(
            ui("twin.feeds"), .feeds,
            """
            <h1>\(ui("twin.feeds"))</h1>
            <p>\(ui("twin.feeds.text"))</p>
            \(if: feeds.isEmpty, ui.emptyState(ui("twin.feeds.none")), else: ui.table(
                ui("twin.feeds"),
                ["name", "where", "topics", "state", "sent"].map {
                    UI.Column(ui("twin.feeds.column.\($0)"))
                },
                try feeds.map(row), isCaptionSeen: false))
            \(if: room.mayWrite, ui.buttons(
                ui.linkButton(ui("twin.feed.new"), here.inside("connection"), .secondary)))
            """)
        if room.request.query["done"] != nil {
            page.notice = UI.Notice("<p>\(ui("twin.connections.done"))</p>")
        }
        return room.request.page(page)
    }

    private func row(_ feed: Feed) throws -> [HTML] {
        let told = try room.told(of: feed)
        return [
            ui.link(feed.name, here.inside("feed").with(["id": feed.id])),
            "<span class=\"address\">\(feed.broker)</span>",
            "<span class=\"address\">\(feed.filters.joined(separator: ", "))</span>",
            FeedWords(room, feed, told).tag,
            "\(FeedWords(room, feed, told).counts)",
        ]
    }

    // MARK: What can be done

    func take() async throws -> Response {
        let form = try await room.request.form()
        guard room.mayWrite, let feed = try form["id"].flatMap({ try Feed.find($0, in: room.twin) }) else {
            throw Refusal.notFound
        }
        var changed = feed
        switch form["do"] {
        case "pause": changed.isActive = false
        case "resume": changed.isActive = true
        case "delete":
            try await FeedShelf(ledger: room.twin.ledger).leave(feed)
            try await room.twin.perform(by: room.access.actor, at: room.request.now) { draft in
                draft.keep(nil, as: Feed.sort, feed.id)
            }
            return .seeOther(here.with(["done": "1"]))
        default: throw Refusal.notFound
        }
        try await room.keep(changed)
        return .seeOther(here.inside("feed").with(["id": feed.id, "done": "1"]))
    }

    /// Asks whether a feed is really to be deleted.
    func confirm() throws -> Response {
        let feed = try room.feed()
        let back = here.inside("feed").with(["id": feed.id])
        guard room.mayWrite else { throw Refusal.notFound }
        return room.request.page(
            room.confirmation(
                ui("twin.feed.delete", ["name": feed.name]), ui("twin.feed.delete.text"), .feeds, here,
                ui("twin.connections.delete"), hidden: [("do", "delete"), ("id", feed.id)], back: back))
    }
}

extension TwinRoom {
    /// The feed a page is about.
    /// - Throws: `Refusal.notFound`.
    func feed() throws -> Feed {
        guard let id = request.query["id"], let feed = try Feed.find(id, in: base) else {
            throw Refusal.notFound
        }
        return feed
    }

    /// How a feed is doing.
    func told(of feed: Feed) throws -> FeedState {
        try hub.work(of: base)?.feeds.told(of: feed.id)
            ?? FeedShelf(ledger: base.ledger).state(of: feed.id)
    }

    /// Keeps a feed as it is from now on.
    func keep(_ feed: Feed) async throws {
        try await base.perform(by: access.actor, at: request.now) { draft in
            draft.keep(feed.json, as: Feed.sort, feed.id)
        }
    }
}

/// How a feed is doing, in words.
struct FeedWords {
    private let room: TwinRoom
    private let feed: Feed
    private let told: FeedState
    private var ui: UI { room.ui }

    init(_ room: TwinRoom, _ feed: Feed, _ told: FeedState) {
        (self.room, self.feed, self.told) = (room, feed, told)
    }

    private var state: (name: String, tone: UI.Tone) {
        if feed.mapping == nil { return ("unfinished", .attention) }
        if !feed.isActive { return ("paused", .plain) }
        if told.connected != nil { return ("connected", .good) }
        return told.reason == nil ? ("waiting", .attention) : ("failing", .bad)
    }

    var tag: HTML { ui.tag(ui("twin.feed.state.\(state.name)"), state.tone) }

    var counts: String {
        ui("twin.feed.counts", [
            "heard": ui.number(told.heard), "written": ui.number(told.written),
            "refused": ui.number(told.refused),
        ])
    }
}
