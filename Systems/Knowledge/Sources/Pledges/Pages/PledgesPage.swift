// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What was pledged to whom, and how far that has come: `/pledges`. Every count on it is of the
/// pledges beside it; what a source only says is shown as said, with who is not known.
struct PledgesPage {
    /// The most pledges that are counted and shown.
    private static let most = 1_000

    static let routes = [
        Route(
            .get, "/pledges", .everyone, formats: [.json, .csv], choices: ["topic": Topic.names]
        ) { try PledgesPage($0).answer() }
    ]

    private let request: Request
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, kind: Pledge.kind) }
    private var topic: Topic? { request.query["topic"].flatMap(Topic.init(rawValue:)) }
    private var body: String? { request.query["body"].flatMap { $0.isEmpty ? nil : $0 } }

    init(_ request: Request) { self.request = request }

    private struct Found {
        let item: RegisterItem
        let pledge: Pledge
    }

    private func answer() throws -> Response {
        let found = try find()
        switch request.format {
        case .json: return .json(["items": .array(found.map(json))])
        case .csv: return csv(found)
        default: return request.page(try page(found))
        }
    }

    private func find() throws -> [Found] {
        var found: [Found] = []
        var query = RegisterQuery(
            kind: PublishedKind.pledge.name, tenant: body,
            conditions: topic.map { [.equal("topic", $0)] } ?? [], limit: Register.largestPage,
            isWhole: true)
        repeat {
            let page = try request.register.page(query)
            found += page.items.compactMap { item in
                item.publication.flatMap { Pledge(body: $0.body) }.map { Found(item: item, pledge: $0) }
            }
            query.cursor = page.next
        } while query.cursor != nil && found.count < Self.most
        return found
    }

    private func page(_ found: [Found]) throws -> Page {
        let groups = Dictionary(grouping: found, by: \.item.tenant)
        let sections = try groups.map { (name($0.key), $0.value, $0.key) }.sorted { $0.0 < $1.0 }
            .map { try section($0.0, $0.1, $0.2) }
        var page = Page(
            ui("knowledge.pledges"), width: .wide,
            """
            <h1>\(ui("knowledge.pledges"))</h1>
            <p class="lead">\(ui("knowledge.pledges.lead"))</p>
            \(request.ofOneBody("/pledges"))\(panel)
            \(if: found.isEmpty, ui.emptyState(ui("knowledge.pledges.none")), else: sections.joined(by: "\n"))
            \(ui.feedLinks([
                UI.Link("CSV", "/pledges.csv"), UI.Link("JSON", "/pledges.json"),
                UI.Link("Atom", "/api/register/knowledge.pledge.atom"),
            ]))
            """)
        page.description = ui("knowledge.pledges.lead")
        page.feeds = [
            Page.Feed(
                ui("knowledge.pledges"), type: Format.atom.media, "/api/register/knowledge.pledge.atom")
        ]
        return page
    }

    private var panel: HTML {
        ui.filterPanel(
            "/pledges", hidden: body.map { [("body", $0)] } ?? [],
            ui.select(
                UI.Ask("topic", label: words.label("topic")),
                Topic.names.map { UI.Option($0, words.option("topic", $0)) }, chosen: topic?.rawValue,
                empty: ui("derived.filter.any")))
    }

    /// The pledges made to one body: those of signatories by name, then what a source says of others.
    private func section(_ name: String, _ found: [Found], _ slug: String) throws -> HTML {
        let named = Set(
            found.filter { $0.item.status != "given_up" }
                .compactMap { $0.pledge.organisation ?? $0.pledge.signatory })
        let kept = found.count { $0.item.status == "kept" }
        let counted = ui.count("knowledge.pledges.named", named.count)
        return """
            <section><h2>\(ui.link(name, "/t/\(slug)"))</h2>
            <p>\(counted)\(if: kept > 0, " · \(ui.count("knowledge.pledges.kept", kept))")</p>
            \(found.filter { !$0.pledge.isNamed }.map(claim))
            <ol class="link-list">\(try found.map(item))</ol></section>
            """
    }

    /// What a source says of signatories whom it does not name.
    private func claim(_ found: Found) -> HTML {
        let pledge = found.pledge
        guard let claimed = pledge.claimed else { return "" }
        let all = pledge.claimedOf.map { ui("knowledge.pledges.of", ["of": ui.number($0)]) } ?? ""
        let when = pledge.joinedIn ?? pledge.joinedOn?.description ?? "–"
        let text = ui(
            "knowledge.pledges.claimed", ["count": ui.number(claimed), "all": all, "when": when])
        let meter: HTML = pledge.claimedOf.map {
            ui.meter(pledge.title, claimed, of: $0, text: "\(ui.number(claimed)) / \(ui.number($0))")
        } ?? ""
        return "<p>\(text) \(ui.tag(ui("knowledge.pledges.unknown"), .attention))</p>\(meter)"
    }

    private func item(_ found: Found) throws -> HTML {
        let pledge = found.pledge
        let state = State(rawValue: found.item.status)
        let facts = [
            signatory(pledge), pledge.targetYear.map { ui("knowledge.pledge.by", ["year": String($0)]) },
            pledge.instrument.map { words.option("instrument", $0.rawValue) },
        ].compactMap(\.self)
        // How many are said to have signed stands above, with how far that has come.
        let bar: HTML = pledge.share.map {
            ui.meter(pledge.measure ?? ui("knowledge.pledge.progress"), $0, of: 100, text: "\($0) %")
        } ?? (pledge.claimed == nil ? "<p class=\"note\">\(ui("knowledge.pledge.no_progress"))</p>" : "")
        return """
            <li><h3><a href="\(request.href(of: found.item))">\(pledge.title)</a></h3>
            <p>\(ui.tag(ui.state(state, of: Pledge.kind), state.tone)) \
            <span class="meta">\(facts.joined(separator: " · "))</span></p>\(bar)</li>

            """
    }

    private func signatory(_ pledge: Pledge) -> String {
        pledge.signatory ?? pledge.organisation.map(name) ?? ui("knowledge.pledges.several")
    }

    private func name(_ slug: String) -> String {
        (try? request.site.network.find(slug)).flatMap { $0 }.map { ui.name(of: $0) } ?? slug
    }

    private func json(_ found: Found) -> JSON {
        var members = found.item.publication?.body.asObject ?? [:]
        members["tenant"] = .string(found.item.tenant)
        members["record"] = .string(found.item.record.text)
        members["state"] = .string(found.item.status)
        members["share"] = found.pledge.share.map { .integer($0) } ?? .null
        members["href"] = .string(request.href(of: found.item).string)
        return .object(members)
    }

    private func csv(_ found: [Found]) -> Response {
        var writer = CSVWriter()
        let names = Pledge.asked.map(\.name)
        writer.row((["tenant", "record", "state", "share"] + names).map(CSVWriter.Cell.plain))
        for one in found {
            let body = one.item.publication?.body
            writer.row(
                [
                    .plain(one.item.tenant), .plain(one.item.record.text), .plain(one.item.status),
                    one.pledge.share.map { .plain(String($0)) } ?? .empty,
                ]
                    + names.map { name in
                        guard let value = body?[name] else { return .empty }
                        return value.asString.map(CSVWriter.Cell.text) ?? .plain(value.text())
                    })
        }
        return Response(200, Format.csv.media, writer.bytes)
    }
}

extension State {
    /// How a pledge in this state is marked.
    var tone: UI.Tone {
        switch self {
        case .kept: .good
        case .givenUp: .bad
        default: .active
        }
    }
}
