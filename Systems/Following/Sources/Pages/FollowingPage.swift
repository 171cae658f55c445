// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Whom this network follows, and what they published: `/following`.
struct FollowingPage {
    private static let pageSize = 20

    static let routes = [
        Route(.get, "/following", .everyone, formats: [.json]) { try await FollowingPage($0).answer() }
    ]

    private let request: Request
    private let networks: [Stored<FollowedNetwork>]
    private var ui: UI { request.ui }

    private init(_ request: Request) throws {
        self.request = request
        networks = try request.site.network.followed.filter {
            $0.state == .following || $0.state == .paused
        }
    }

    private func answer() async throws -> Response {
        let found = try find()
        if request.format == .json {
            return .json([
                "networks": .array(try networks.map(json)),
                "items": .array(found.items.map { $0.publication?.body ?? .null }),
                "next": .optional(found.next),
            ])
        }
        let key = try await request.site.network.signingKeys().current.publicKey
        return request.page(try page(found, key))
    }

    private func asked(_ name: String) -> String? {
        request.query[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func find() throws -> RegisterPage {
        let conditions = ["network", "sort", "language"].compactMap { name in
            asked(name).map { RegisterQuery.Condition.equal(name, $0) }
        }
        return try request.register.page(
            RegisterQuery(
                kind: PublishedKind.followedItem.name, text: asked("q"), conditions: conditions,
                cursor: request.query["cursor"], limit: Self.pageSize, isWhole: true))
    }

    private func count(_ network: Stored<FollowedNetwork>) throws -> Int {
        try request.register.count(
            RegisterQuery(
                kind: PublishedKind.followedItem.name,
                conditions: [.equal("network", network.id)])
        ).value
    }

    private func json(_ network: Stored<FollowedNetwork>) throws -> JSON {
        [
            "id": .string(network.id.text), "name": .string(network.name),
            "address": .string(network.address), "state": .string(network.state.rawValue),
            "kinds": .array(network.fields.kindNames.map(JSON.string)),
            "askedAt": .optional(network.askedAt?.description),
            "fingerprint": .optional(network.fingerprint), "items": .integer(try count(network)),
        ]
    }

    private func page(_ found: RegisterPage, _ key: Ed25519.PublicKey) throws -> Page {
        func turn(_ cursor: String?) -> Href? {
            guard let cursor else { return nil }
            let asked = ["q", "network", "sort", "language"].map { ($0, self.asked($0)) }
            return ("/following" as Href).with(asked + [("cursor", Optional(cursor))])
        }
        let list: HTML = found.items.isEmpty
            ? ui.emptyState(ui("following.none"))
            : "<ol class=\"link-list\">\(found.items.map(item))</ol>"
        var page = Page(
            ui("following.title"), width: .wide,
            """
            <h1>\(ui("following.title"))</h1>
            <p class="lead">\(ui("following.lead"))</p>
            \(networks.isEmpty ? ui.emptyState(ui("following.nobody")) : try table())
            \(if: request.visitor.actor(in: Tenant.commons).roles.contains(.administrator), manage)
            \(if: !networks.isEmpty, "<h2>\(ui("following.items"))</h2>\(panel)\(list)")
            \(ui.pagination(previous: turn(found.previous), next: turn(found.next)))
            <h2>\(ui("following.us"))</h2>
            <p>\(ui("following.us.text"))</p>
            \(ui.summaryList([
                UI.Row(ui("following.network.address"), request.site.configuration.address),
                UI.Row(ui("following.network.fingerprint"), "<code>\(key.fingerprint)</code>" as HTML),
            ]))
            """)
        page.description = ui("following.lead")
        page.feeds = [
            Page.Feed(
                ui("following.title"), type: Format.atom.media,
                "/api/register/following.item.atom")
        ]
        return page
    }

    private var manage: HTML {
        ui.buttons(
            ui.linkButton(ui("following.action.follow_network"), FollowPage.form, .secondary),
            ui.linkButton(ui("following.manage"), "/t/commons/following/networks", .secondary))
    }

    private func table() throws -> HTML {
        let rows = try networks.map { network -> [HTML] in
            [
                outside(network.name, network.address),
                ui.tag(
                    ui(network.failure == nil
                        ? "following.network.state.\(network.state.rawValue)" : "following.troubled"),
                    network.failure == nil ? .good : .bad),
                network.askedAt.map { ui.moment($0, in: request.zone) } ?? ui.notProvided,
                "\(network.fields.kindNames.map { ui.name(ofKind: $0, request) }.joined(separator: ", "))",
                "\(ui.number(try count(network)))",
            ]
        }
        let columns = ["name", "state", "asked_at", "kinds", "items"].map {
            UI.Column(ui("following.column.\($0)"), isNumeric: $0 == "items")
        }
        return ui.table(ui("following.networks"), columns, rows)
    }

    private func outside(_ text: String, _ address: String) -> HTML {
        guard let href = Href(address) else { return "\(text)" }
        return "<a href=\"\(href)\" rel=\"noopener\">\(text)</a>"
    }

    private var panel: HTML {
        let any = ui("derived.filter.any")
        let sorts = Set(networks.flatMap(\.fields.kindNames)).sorted()
        let languages = ui.words.languages
        return ui.filterPanel(
            "/following",
            """
            \(ui.textInput(
                UI.Ask("q", label: ui("following.search")), value: asked("q") ?? "", kind: .search))
            \(ui.select(
                UI.Ask("network", label: ui("following.column.name")),
                networks.map { UI.Option($0.id.text, $0.name) }, chosen: asked("network"), empty: any))
            \(ui.select(
                UI.Ask("sort", label: ui("following.item.sort")),
                sorts.map { UI.Option($0, ui.name(ofKind: $0, request)) }, chosen: asked("sort"),
                empty: any))
            \(ui.select(
                UI.Ask("language", label: ui("following.item.language")),
                languages.map { UI.Option($0.code, ui.words("language.name", in: $0)) },
                chosen: asked("language"), empty: any))
            """)
    }

    private func item(_ item: RegisterItem) -> HTML {
        let body = item.publication?.body
        let facts = [
            ui("following.from", ["network": item.reference]), body?["tenantName"]?.asString ?? "",
            ui.name(ofKind: item.columns["sort"]?.text ?? "", request),
            item.day.map { ui.words.day($0, in: ui.language) } ?? "",
        ].filter { !$0.isEmpty }
        let language = item.columns["language"]?.text
        return """
            <li><h3><a href="\(request.href(of: item))"\("lang", language)>\(item.title)</a></h3>
            <p class="meta">\(facts.joined(separator: " · "))</p>
            <p\("lang", language)>\(String(item.summary.prefix(280)))</p></li>

            """
    }
}

extension UI {
    /// What a kind of publication is called, one of them.
    func name(ofKind name: String, _ request: Request) -> String {
        request.site.network.systems.record(name).map { self.name(of: $0) } ?? name
    }
}
