// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// What becomes of a feed's messages: by a message as one looks, typed or heard, the mapping is made and
/// tried. Nothing is kept between the steps but what the form carries.
struct FeedMappingPage {
    private let room: TwinRoom
    private let feed: Feed
    private var ui: UI { room.ui }
    private var list: Href { room.whole.inside("feeds") }
    private var here: Href { list.inside("mapping").with(["id": feed.id]) }

    private static let largestSample = 20_000

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayWrite).ofWhole
        feed = try room.feed()
    }

    func show() throws -> Response {
        var fields = TypedFields("twin.feed")
        fields.values = [
            "payload": feed.payload.rawValue, "topic": feed.sample?.topic ?? "",
            "sample": feed.sample?.payload ?? "",
        ]
        return room.request.page(page(fields, feed.mapping))
    }

    func take() async throws -> Response {
        let form = try await room.request.form()
        var fields = TypedFields("twin.feed", form)
        let heads = MappingForm.heads(form)
        let typed = heads.isEmpty ? feed.mapping : ImportMapping(form, for: heads)
        switch form["do"] {
        case "listen": await listen(&fields)
        case "save":
            check(&fields)
            guard fields.problems.all.isEmpty, let mapping = mapping(fields, typed) else { break }
            if mapping.type.isEmpty, !mapping.columns.contains(where: { $0.use == .type }) {
                fields.refuse("type", "no_type")
                break
            }
            try await save(fields, mapping)
            return .seeOther(list.inside("feed").with(["id": feed.id, "done": "1"]))
        default: check(&fields)
        }
        let isWrong = !fields.problems.all.isEmpty
        return room.request.page(page(fields, typed), status: isWrong ? 422 : 200)
    }

    private func check(_ fields: inout TypedFields) {
        if fields["topic"].isEmpty { fields.refuse("topic", "no_topic") }
        if fields.values["sample", default: ""].utf8.count > Self.largestSample {
            fields.refuse("sample", "sample_large")
        }
    }

    private func save(_ fields: TypedFields, _ mapping: ImportMapping) async throws {
        var new = feed
        // One that was paused stays so; a new one begins.
        if feed.mapping == nil { new.isActive = true }
        new.payload = kind(fields)
        new.mapping = mapping
        new.sample = FeedSample(topic: fields["topic"], payload: fields.values["sample"] ?? "")
        try await room.keep(new)
    }

    private func kind(_ fields: TypedFields) -> FeedPayload {
        FeedPayload(rawValue: fields["payload"]) ?? .json
    }

    // MARK: A message

    /// Hears one message and takes it for the sample.
    private func listen(_ fields: inout TypedFields) async {
        do {
            guard let listening = room.hub.listening(on: room.request.site) else {
                throw Fault("nothing is asked from here")
            }
            let password = try FeedShelf(ledger: room.twin.ledger).password(of: feed.id)
            let broker = try feed.broker(password: password)
            guard let message = try await FeedEar(listening).hear(feed, broker) else {
                return fields.refuse("topic", "nothing")
            }
            fields.values["topic"] = message.topic
            fields.values["sample"] = String(
                decoding: message.payload.prefix(Self.largestSample), as: UTF8.self)
        } catch {
            fields.refuse("topic", "broker", ["detail": room.saying("\(error)")])
        }
    }

    /// The readings the sample holds.
    private func rows(_ fields: TypedFields) throws(MappedRow.Wrong) -> [FeedPayload.Fields] {
        if fields["topic"].isEmpty { return [] }
        return try kind(fields).rows(
            topic: fields["topic"], payload: (fields.values["sample"] ?? "").utf8)
    }

    /// The mapping for the sample: as it was typed, with a guess for what is new.
    private func mapping(_ fields: TypedFields, _ typed: ImportMapping?) -> ImportMapping? {
        guard let rows = try? rows(fields), !rows.isEmpty else { return typed }
        var heads: FeedPayload.Fields = []
        for field in rows.flatMap(\.self) where !heads.contains(where: { $0.head == field.head }) {
            if heads.count < ImportTable.mostColumns { heads.append(field) }
        }
        let guess = ImportMapping(guessing: heads, feed.filters, fields["topic"])
        return typed?.widened(by: guess) ?? guess
    }

    // MARK: The page

    private func page(_ fields: TypedFields, _ typed: ImportMapping?) -> Page {
        let title = ui("twin.feed.mapping")
        let form = FieldDrawing(ui: ui, fields: fields)
        let mapping = mapping(fields, typed)
        let back = UI.Link(feed.name, list.inside("feed").with(["id": feed.id]))
        var page = room.page(
            title, .feeds, under: [UI.Link(ui("twin.feeds"), list), back],
            """
            \(form.trouble)<h1>\(title)</h1>
            <p>\(ui("twin.feed.mapping.text"))</p>
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], isGuarded: true, """
                \(form.choice("payload", FeedPayload.allCases.map(\.rawValue)))
                \(form.line("topic", .text, .half, isOptional: false))\(form.area("sample", rows: 5))
                \(mapping.map { columns($0, fields) })
                \(ui.buttons(
                    ui.button(ui("twin.feed.try")),
                    ui.button(ui("twin.feed.listen"), .secondary, name: "do", value: "listen"),
                    mapping == nil ? "" : ui.button(
                        ui(feed.mapping == nil ? "twin.feed.begin" : "twin.feed.save"), .secondary,
                        name: "do", value: "save")))
                """))
            \(result(fields, mapping))
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        return page
    }

    private func columns(_ mapping: ImportMapping, _ fields: TypedFields) -> HTML {
        let values = Dictionary(((try? rows(fields)) ?? []).flatMap(\.self).map { ($0.head, $0.value) }) {
            first, _ in first
        }
        return """
            <h2>\(ui("twin.feed.columns"))</h2>
            <p>\(ui("twin.feed.columns.text"))</p>
            \(MappingForm(
                ui: ui, mapping: mapping, examples: mapping.columns.map { values[$0.head] }, more: 0,
                problems: fields.problems
            ).html)
            """
    }

    /// What the sample would become.
    private func result(_ fields: TypedFields, _ mapping: ImportMapping?) -> HTML {
        do throws(MappedRow.Wrong) {
            if try rows(fields).isEmpty { return "" }
        } catch {
            return "<h2>\(ui("twin.feed.result"))</h2>\(ui.warning(ui(error.phrase)))"
        }
        guard let mapping else { return "" }
        let reading = FeedReading(
            topic: fields["topic"], payload: (fields.values["sample"] ?? "").utf8, kind(fields), mapping,
            room.naming, at: room.now)
        return """
            <h2>\(ui("twin.feed.result"))</h2>
            \(reading.trouble.map { ui.warning(ui($0)) })
            \(reading.bodies.prefix(3).map { body in
                "<pre class=\"as-written\"><code>\(JSON.object(body).pretty())</code></pre>" as HTML
            })
            """
    }
}
