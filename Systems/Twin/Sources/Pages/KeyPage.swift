// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Making a key for a program that reads or writes the twin and nothing else: all of it, or some types and
/// parts of the tree of scopes.
struct KeyPage {
    /// How many days one may work.
    private static let terms = ["30", "90", "365"]
    private static let longestName = 100

    private let room: TwinRoom
    private var ui: UI { room.ui }
    private var here: Href { room.whole.inside("key") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.isStaff).ofWhole
    }

    func show() throws -> Response {
        try room.request.page(page(TypedFields("twin.key", ["may": "read", "days": "90"])))
    }

    func take() async throws -> Response {
        var fields = TypedFields("twin.key", try await room.request.form(), boxes: ["types"])
        let wish = try wish(&fields)
        guard fields.problems.all.isEmpty, let person = room.request.actor.person else {
            return room.request.page(try page(fields), status: 422)
        }
        let key = try await room.request.site.accounts.createToken(
            wish, by: Actor(.person(person)), at: room.request.now)
        return room.request.page(made(key, for: fields.ticked["types"]?.sorted().first))
    }

    private func wish(_ fields: inout TypedFields) throws -> Accounts.TokenWish {
        let name = fields["name"]
        if name.isEmpty { fields.refuse("name", "no_name") }
        if name.count > Self.longestName { fields.refuse("name", "long") }
        var scopes: Set<String> = ["read:twin"]
        if fields["may"] == "write", room.mayWrite { scopes.insert("write:twin") }
        // One that is gone meanwhile opens nothing: without it the key might open everything.
        for type in fields.ticked["types"] ?? [] {
            scopes.insert("twin-type=\(type.replacing(" ", with: "%20"))")
        }
        for scope in fields.list("scopes") {
            let shown = String(scope.prefix(80))
            if !NameRules.isScope(scope) { fields.refuse("scopes", "scope", ["scope": shown]) }
            scopes.insert("twin-scope=\(scope)")
        }
        if scopes.joined(separator: " ").count > Token.scopesMax { fields.refuse("scopes", "many") }
        let days = Self.terms.contains(fields["days"]) ? Int(fields["days"]) ?? 90 : 90
        let last = room.request.zone.day(at: room.request.now).adding(days: days)
        return Accounts.TokenWish(tenant: room.tenant.slug, name: name, scopes: scopes, expiresOn: last)
    }

    private var types: [String] { get throws { try room.twin.view().countsByType.keys.sorted() } }

    private func page(_ fields: TypedFields) throws -> Page {
        let form = FieldDrawing(ui: ui, fields: fields)
        let kinds = room.mayWrite ? ["read", "write"] : ["read"]
        let known = try types
        var page = room.page(
            ui("twin.key"), .overview, under: [UI.Link(ui("twin.title"), room.whole)], width: .reading,
            """
            \(form.trouble)<h1>\(ui("twin.key"))</h1>
            <p>\(ui("twin.key.text"))</p>
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], """
                \(form.line("name", .text, .half, isOptional: false))
                \(form.choice("may", kinds))
                \(if: !known.isEmpty, ui.checkboxes(
                    UI.Ask(
                        "types", label: ui("twin.key.types"), hint: ui("twin.key.types.hint"),
                        isOptional: true),
                    known.map { UI.Option($0, room.name($0)) }, chosen: fields.ticked["types"] ?? []))
                \(form.area("scopes", rows: 2))
                \(ui.select(
                    UI.Ask("days", label: ui("twin.key.days")),
                    Self.terms.map { UI.Option($0, ui.count("twin.key.term", Int($0) ?? 0)) },
                    chosen: fields["days"]))
                \(ui.buttons(ui.button(ui("twin.key.go")), ui.link(ui("twin.confirm.back"), room.whole)))
                """))
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        return page
    }

    /// The one page that shows the key, with a request that uses it.
    private func made(_ key: String, for type: String?) -> Page {
        let address = room.request.site.configuration.address
        let asked = Href.encoded(type.map(room.naming.compact) ?? "*")
        return room.page(
            ui("twin.key.made"), .overview, under: [UI.Link(ui("twin.title"), room.whole)],
            """
            <h1>\(ui("twin.key.made"))</h1>
            \(ui.inset("<p><code class=\"address\">\(key)</code></p>"))
            \(ui.warning(ui("twin.key.made.once")))
            <p>\(ui("twin.request.text"))</p>
            \(room.code("""
                curl -H 'NGSILD-Tenant: \(room.tenant.slug)' -H 'Authorization: Bearer \(key)' \\
                  '\(address)/ngsi-ld/v1/entities?type=\(asked)&limit=20'
                """))
            <p>\(ui.link(ui("twin.key.account"), "/account"))</p>
            """)
    }
}
