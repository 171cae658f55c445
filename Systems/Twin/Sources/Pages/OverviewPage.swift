// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What the twin holds: its types with how many there are of each, and what changed last.
struct OverviewPage {
    private static let latest = 10

    private let room: TwinRoom
    private var ui: UI { room.ui }

    init(_ room: TwinRoom) { self.room = room }

    func answer() throws -> Response {
        let found = try Discovery(room.call())
        let lead = ui(room.isStaff ? "twin.about" : "twin.about.open")
        let content = found.types.isEmpty ? empty : try whole(found)
        return room.request.page(
            room.page(
                ui("twin.title"), .overview,
                """
                <h1>\(ui("twin.title"))</h1>
                <p class="lead">\(lead)</p>
                \(content)
                """))
    }

    private func whole(_ found: Discovery) throws -> HTML {
        let count = try room.twin.view().count
        let total = room.access.isWhole ? count : found.types.values.map(\.count).reduce(0, +)
        return """
            \(ui.figures([
                UI.Figure(ui.number(total), ui("twin.count.entities"), room.home.inside("entities")),
                UI.Figure(ui.number(found.types.count), ui("twin.count.types")),
                UI.Figure(ui.number(found.attributes.count), ui("twin.count.attributes")),
            ]))
            \(types(found))
            <h2>\(ui("twin.latest"))</h2>
            \(try LatestChanges(room).table(Self.latest))
            <p>\(ui.link(ui("twin.latest.all"), room.home.inside("changes")))</p>
            \(interface)
            """
    }

    private func types(_ found: Discovery) -> HTML {
        let sorted = found.types.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let rows = sorted.map { type, of -> [HTML] in
            let href = room.home.inside("entities").with(["type": room.naming.compact(type)])
            return [
                ui.link(room.name(type), href), "\(ui.number(of.count))",
                "\(of.attributes.keys.map(room.name).sorted().joined(separator: ", "))",
            ]
        }
        return ui.table(
            ui("twin.types"),
            [
                UI.Column(ui("twin.type")), UI.Column(ui("twin.count"), isNumeric: true),
                UI.Column(ui("twin.attributes")),
            ], rows)
    }

    private var address: String { room.request.site.configuration.address }

    private func arguments(_ headers: [String]) -> String {
        headers.map { "-H '\($0)'" }.joined(separator: " ")
    }

    private var interface: HTML {
        """
        <h2>\(ui("twin.interface"))</h2>
        <p>\(ui("twin.interface.text"))</p>
        \(room.code("curl \(arguments(room.headersOfReading)) '\(address)/ngsi-ld/v1/types'"))
        \(keys)
        """
    }

    private var keys: HTML {
        guard room.isStaff else { return "" }
        return "<p>\(ui.link(ui("twin.key"), room.whole.inside("key")))</p>"
    }

    /// How the first entity is written.
    private var empty: HTML {
        let headers = room.headers + ["Authorization: Bearer TOKEN", "Content-Type: application/json"]
        let lines = EntityExample.writing(to: address, arguments(headers))
        let first: HTML = """
            <p>\(ui("twin.empty.text"))</p>
            \(room.code(lines))
            \(keys)
            \(if: room.mayWrite, "<p>\(ui.link(ui("twin.empty.import"), room.home.inside("import")))</p>")
            """
        return ui.emptyState(ui("twin.empty"), first)
    }
}
