// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The first page of a server whose twin is open to anybody (`talka serve --open-twin`): where programs find
/// it, how they are begun with, and what it holds.
struct OpenTwinPage {
    /// How many types, and how many other twins, are named.
    private static let most = 50

    private let request: Request
    private let view: TwinView
    private var ui: UI { request.ui }
    private let naming = TermTable.core

    init(_ request: Request, _ hub: TwinHub) throws {
        self.request = request
        let twin = hub.twins.twin(in: request.site.network.commons)
        view = try hub.ready(twin, request.site).view()
    }

    func answer() throws -> Response {
        var page = Page(
            ui("twin.open.title"), width: .wide,
            """
            \(ui.hero(ui("twin.open.title"), lead: ui("twin.open.lead")))
            <h2>\(ui("twin.open.address"))</h2>
            \(ui.code("\(address)/ngsi-ld/v1"))
            <h2>\(ui("twin.open.holds"))</h2>
            \(holdings)
            \(try others)
            <h2>\(ui("twin.open.try"))</h2>
            <p>\(ui("twin.open.read"))</p>
            \(ui.code(question))
            <p>\(ui("twin.open.write"))</p>
            \(ui.code(EntityExample.writing(to: address, "-H 'Content-Type: application/json'")))
            \(try rest)
            """)
        page.description = ui("twin.open.lead")
        return request.page(page)
    }

    private var address: String { request.site.configuration.address }

    /// The types with how many there are of each, the most of them first.
    private var types: [(iri: String, count: Int)] {
        view.countsByType.map { (iri: $0.key, count: $0.value) }
            .filter { $0.count > 0 }
            .sorted { ($1.count, $0.iri) < ($0.count, $1.iri) }
    }

    private var holdings: HTML {
        let types = types
        if types.isEmpty { return "<p>\(ui("twin.empty"))</p>" }
        let rows = types.prefix(Self.most).map { type, count -> [HTML] in
            let name = naming.compact(type)
            let href = ("/ngsi-ld/v1/entities" as Href).with(["type": name, "limit": "20"])
            return [ui.link(naming.short(type), href), "\(ui.number(count))"]
        }
        let more = types.count - Self.most
        return """
            \(ui.figures([
                UI.Figure(ui.number(view.count), ui("twin.count.entities")),
                UI.Figure(ui.number(types.count), ui("twin.count.types")),
            ]))
            \(ui.table(
                ui("twin.types"), [UI.Column(ui("twin.type")), UI.Column(ui("twin.count"), isNumeric: true)],
                rows))
            \(if: more > 0, "<p>\(ui.count("twin.connections.more", more))</p>")
            """
    }

    /// The twins that began by the name of a tenant, beside the one without a name.
    private var others: HTML {
        get throws {
            let names = try Ledger.names(in: request.site.network.commons)
                .filter { Twin.isTwin($0) && $0 != Twin.name && !$0.hasPrefix(Branch.ledgers) }
                .map { String($0.dropFirst(Twin.name.count + 1)) }
            guard !names.isEmpty else { return "" }
            let more = names.count > Self.most ? ["…"] : []
            let shown = (names.prefix(Self.most) + more).joined(separator: ", ")
            return "<p>\(ui("twin.open.others", ["names": shown]))</p>"
        }
    }

    private var question: String {
        guard let type = types.first?.iri else { return "curl '\(address)/ngsi-ld/v1/types'" }
        return "curl '\(address)/ngsi-ld/v1/entities?type=\(Href.encoded(naming.compact(type)))&limit=20'"
    }

    /// The way to what else the server has, if it has anything.
    private var rest: HTML {
        get throws {
            let tenants = try request.site.network.tenants()
            guard tenants.contains(where: { !$0.systems.isEmpty }) else { return "" }
            return "<p>\(ui.link(ui("twin.open.rest"), "/tenants"))</p>"
        }
    }
}

/// The first entity of a twin, as a program writes it.
enum EntityExample {
    private static let body = #"{"id":"urn:ngsi-ld:StreetLamp:1","type":"StreetLamp","#
        + #""brightness":{"type":"Property","value":70,"unitCode":"P1"}}"#

    /// A line for a terminal.
    /// - Parameter arguments: headers as curl takes them.
    static func writing(to address: String, _ arguments: String) -> String {
        """
        curl -X POST '\(address)/ngsi-ld/v1/entities' \\
          \(arguments) \\
          -d '\(body)'
        """
    }
}
