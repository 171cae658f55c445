// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// What the descriptions of all that a body has published have in common: its address is that of its
/// page, and beside it stands an id that stays when the body moves to another network.
struct LinkedItem {
    let request: Request
    let tenant: Tenant
    let id: RecordID
    /// The address of its page, in full.
    let iri: String
    /// What it is written in; `und` where nobody said.
    let language: String

    init(_ context: DerivedContext, _ id: RecordID, _ language: Tongue?) {
        self.init(context.request, context.store.tenant, context.kind, id, language)
    }

    init(_ request: Request, _ tenant: Tenant, _ kind: RecordKind, _ id: RecordID, _ language: Tongue?) {
        self.request = request
        self.tenant = tenant
        self.id = id
        self.language = language?.rawValue ?? "und"
        iri = request.address("/t/\(tenant.slug)/\(kind.system)/\(kind.plural)/\(id.text)")
    }

    /// The id of its record, wherever that lies.
    var urn: LinkedValue { .plain("urn:uuid:\(id.text)") }

    /// A text of it, in its language.
    func text(_ text: String?) -> LinkedValue? { text.map { .text($0, language) } }

    var languages: LinkedValue? { EUTables.language(language) }

    /// What it is written in, as schema.org says it.
    var inLanguage: LinkedValue? { language == "und" ? nil : .plain(language) }

    /// Whose it is, as an agent.
    var publisher: LinkedValue { .node(NetworkCatalogue.agent(body, tenant)) }

    /// Whose it is, in the words of schema.org.
    var organisation: LinkedValue {
        .node(
            LinkedNode(
                body, ["schema:GovernmentOrganization"],
                [
                    "schema:name": .plain(request.ui.name(of: tenant)),
                    "schema:url": .iri(request.address("/t/\(tenant.slug)")),
                ]))
    }

    private var body: String { request.address("/t/\(tenant.slug)#body") }

    /// Whom to turn to: a post or a desk, and the body's page.
    func contact(_ name: String?) -> LinkedValue {
        .node(
            LinkedNode(
                nil, ["vcard:Kind", "vcard:Organization"],
                [
                    "vcard:fn": .plain(name ?? tenant.name),
                    "vcard:hasURL": .iri(request.address("/t/\(tenant.slug)")),
                ]))
    }

    var page: LinkedValue { .node(LinkedNode(iri, ["foaf:Document"])) }

    /// What it is about, as the Union's portals sort data.
    func theme(_ topic: Topic?, _ theme: DataTheme? = nil) -> LinkedValue {
        EUTables.theme(theme ?? topic?.theme ?? .government)
    }

    /// What it is about, in the words of the network.
    func keyword(_ topic: Topic?) -> LinkedValue? {
        let words = request.site.words
        return topic.map { topic in
            .all(
                words.languages.map {
                    .text(words("knowledge.field.topic.\(topic.rawValue)", in: $0), in: $0)
                })
        }
    }

    /// The description in the form that was asked for.
    func answer(_ node: LinkedNode) -> Response { .linked(LinkedGraph([node]), for: request) }
}

extension Request {
    /// Whether linked data are asked for.
    var isLinked: Bool { format == .jsonld || format == .ttl }
}

extension Set<Format> {
    /// The forms a thing has that everyone may read about.
    static let thing: Set<Format> = linked.union([.json])
}

extension Topic {
    /// The theme of the Union's portals that comes nearest.
    var theme: DataTheme {
        switch self {
        case .digitalServices, .procurement, .governance, .participation, .privacy, .other: .government
        case .data, .ai, .testBeds: .technology
        case .funding, .finance: .economy
        case .planning, .mapping: .regions
        case .housing: .society
        case .energy: .energy
        case .mobility: .transport
        }
    }
}
