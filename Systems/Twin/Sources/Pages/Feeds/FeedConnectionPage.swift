// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// To which broker a feed listens, as whom, and to what. The password is kept beside the log and never
/// shown again.
struct FeedConnectionPage {
    private let room: TwinRoom
    /// Which is changed; nil: a new one.
    private let feed: Feed?
    private var ui: UI { room.ui }
    private var list: Href { room.whole.inside("feeds") }
    private var here: Href { list.inside("connection").with(["id": feed?.id]) }
    private var shelf: FeedShelf { FeedShelf(ledger: room.twin.ledger) }

    private static let versions: [(name: String, version: MQTTOptions.Version)] = [
        ("5", .five), ("3", .three),
    ]
    private static let qualities: [(name: String, quality: MQTTOptions.Quality)] = [
        ("1", .atLeastOnce), ("0", .atMostOnce), ("2", .exactlyOnce),
    ]

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayWrite).ofWhole
        feed = room.request.query["id"] == nil ? nil : try room.feed()
    }

    func show() throws -> Response {
        var fields = TypedFields("twin.feed")
        if let feed {
            fields.values = [
                "name": feed.name, "broker": feed.broker, "user": feed.user ?? "",
                "filters": feed.filters.joined(separator: "\n"),
                "version": Self.versions.first { $0.version == feed.version }?.name ?? "",
                "quality": Self.qualities.first { $0.quality == feed.quality }?.name ?? "",
            ]
        }
        return room.request.page(try page(fields))
    }

    func take() async throws -> Response {
        var fields = TypedFields("twin.feed", try await room.request.form())
        let (broker, password) = broker(&fields)
        let filters = filters(&fields)
        if fields["name"].isEmpty { fields.refuse("name", "no_name") }
        // Else a password would be told to whomever the feed is pointed at.
        if let feed, let broker, broker.name != feed.broker, broker.user != nil, password == nil,
            try shelf.password(of: feed.id) != nil
        {
            fields.refuse("password", "other_broker")
        }
        if feed == nil, try Feed.all(in: room.twin).count >= Feed.most {
            fields.refuse("name", "most", ["most": ui.number(Feed.most)])
        }
        guard fields.problems.all.isEmpty, let broker else {
            if password != nil { fields.refuse("password", "again") }
            return room.request.page(try page(fields), status: 422)
        }
        var new = feed ?? Feed(
            name: "", broker: "", user: nil, version: .five, quality: .atLeastOnce, filters: [])
        (new.name, new.broker, new.user) = (String(fields["name"].prefix(120)), broker.name, broker.user)
        new.filters = filters
        new.version = Self.versions.first { $0.name == fields["version"] }?.version ?? .five
        new.quality = Self.qualities.first { $0.name == fields["quality"] }?.quality ?? .atLeastOnce
        try await keep(new, password: password)
        let next = list.inside(new.mapping == nil ? "mapping" : "feed")
        return .seeOther(next.with(["id": new.id, "done": new.mapping == nil ? nil : "1"]))
    }

    private func keep(_ feed: Feed, password: String?) async throws {
        var feed = feed
        // What is needed to listen lies there before anybody listens.
        if feed.user == nil {
            try await shelf.keep(password: nil, of: feed.id)
        } else if let password {
            feed.edition += 1
            try await shelf.keep(password: password, of: feed.id)
        }
        if self.feed == nil { try await shelf.keep([feed.id: FeedState()]) }
        try await room.keep(feed)
    }

    /// The broker with its user, and the password if one was typed; which is not shown again, wherever it
    /// was typed.
    private func broker(_ fields: inout TypedFields) -> (MQTTBroker?, password: String?) {
        var password = fields.values.removeValue(forKey: "password").flatMap { $0.isEmpty ? nil : $0 }
        var broker: MQTTBroker?
        do {
            broker = try MQTTBroker(fields["broker"])
        } catch {
            let problem = fields["broker"].isEmpty ? "no_broker" : "address"
            fields.refuse("broker", problem, ["detail": "\(error)"])
        }
        if let own = broker?.user, fields["user"].isEmpty { fields.values["user"] = own }
        password = password ?? broker?.password
        broker?.user = fields["user"].isEmpty ? nil : fields["user"]
        broker?.password = nil
        fields.values["broker"] = broker?.name ?? ConnectionLists.place(fields["broker"])
        if password != nil, fields["user"].isEmpty { fields.refuse("user", "no_user") }
        return (broker, password)
    }

    private func filters(_ fields: inout TypedFields) -> [String] {
        let filters = fields["filters"].split(separator: "\n").map { String($0).trimmingSpace }
            .filter { !$0.isEmpty }
        if filters.isEmpty { fields.refuse("filters", "no_filter") }
        if filters.count > Feed.mostFilters {
            fields.refuse("filters", "filters", ["most": ui.number(Feed.mostFilters)])
        }
        for filter in filters where !MQTTSubscription.isFilter(filter) {
            fields.refuse("filters", "filter", ["filter": String(filter.prefix(80))])
        }
        var seen: Set<String> = []
        return filters.filter { seen.insert($0).inserted }
    }

    private func page(_ fields: TypedFields) throws -> Page {
        let title = ui(feed == nil ? "twin.feed.new" : "twin.feed.connection")
        let form = FieldDrawing(ui: ui, fields: fields)
        let hasPassword = try feed.map { try shelf.password(of: $0.id) != nil } ?? false
        let password = UI.Ask(
            "password", label: ui("twin.feed.password"),
            hint: ui(hasPassword ? "twin.feed.password.kept" : "twin.feed.password.hint"),
            error: ui.error("password", in: fields.problems), isOptional: true)
        var page = room.page(
            title, .feeds, under: [UI.Link(ui("twin.feeds"), list)], width: .reading,
            """
            \(form.trouble)<h1>\(title)</h1>
            <p>\(ui("twin.feed.connection.text"))</p>
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], isGuarded: true, """
                \(form.line("name", .text, .half, isOptional: false))
                \(form.line("broker", .address, isOptional: false))
                \(form.line("user", .text, .half))
                \(ui.textInput(password, kind: .password, width: .half, autocomplete: "new-password"))
                \(form.area("filters", rows: 4, isOptional: false))
                \(form.choice("quality", Self.qualities.map(\.name)))
                \(form.choice("version", Self.versions.map(\.name)))
                \(ui.buttons(
                    ui.button(ui(feed == nil ? "twin.feed.next" : "twin.feed.save")),
                    ui.link(ui("twin.confirm.back"), list)))
                """))
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        return page
    }
}
