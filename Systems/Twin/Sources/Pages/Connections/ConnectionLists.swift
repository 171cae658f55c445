// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The lists of subscriptions, of what could not be brought, and of sources, as the interface shows them.
struct ConnectionLists {
    static let mostLetters = 100
    /// How many of each are listed.
    private static let most = 200

    private let room: TwinRoom
    private let here: Href
    private var ui: UI { room.ui }

    init(_ room: TwinRoom, _ here: Href) {
        self.room = room
        self.here = here
    }

    /// - Parameter all: how many there are, listed or not.
    private func table(
        _ name: String, _ columns: [String], _ rows: [[HTML]], of all: Int? = nil, more: HTML = ""
    ) -> HTML {
        let title = ui("twin.connections.\(name)")
        let unlisted = (all ?? rows.count) - rows.count
        let heads = (columns + ["actions"]).map { UI.Column(ui("twin.connections.column.\($0)")) }
        return """
            <h2>\(title)</h2>
            \(if: rows.isEmpty, ui.emptyState(ui("twin.connections.\(name).none")),
                else: ui.table(title, heads, rows, isCaptionSeen: false))
            \(if: unlisted > 0, "<p>\(ui.count("twin.connections.more", unlisted))</p>")\(more)
            """
    }

    /// A button that does something with a thing at once.
    private func button(_ label: String, _ deed: ConnectionsPage.Deed, _ id: String) -> HTML {
        guard room.mayWrite else { return "" }
        return ui.buttonForm(
            here, label, .quiet, hidden: [("csrf", room.request.csrf), ("do", deed.rawValue), ("id", id)])
    }

    /// A link to the question whether something is really to be done.
    private func asking(_ label: String, _ deed: ConnectionsPage.Deed, _ id: String, _ name: String) -> HTML {
        guard room.mayWrite else { return "" }
        let href = here.inside("confirm").with(["do": deed.rawValue, "id": id])
        return "<p>\(ui.link(label, href, about: name))</p>"
    }

    private func changing(_ part: String, _ id: String, _ name: String) -> HTML {
        guard room.mayWrite else { return "" }
        let href = here.inside(part).with(["id": id])
        return "<p>\(ui.link(ui("twin.connections.change"), href, about: name))</p>"
    }

    private func making(_ part: String, _ key: String) -> HTML {
        guard room.mayWrite else { return "" }
        return ui.buttons(ui.linkButton(ui(key), here.inside(part), .secondary))
    }

    // MARK: Subscriptions

    var subscriptions: HTML {
        get async throws {
            let shown = try await room.shown(
                "subscriptions", parameters: ["limit": String(Self.most), "count": "true"])
            return table(
                "subscriptions", ["name", "what", "where", "state", "sent"],
                (shown.json.asArray ?? []).compactMap(\.asObject).map(subscription), of: shown.count,
                more: making("subscription", "twin.subscribe"))
        }
    }

    private func subscription(_ shown: JSONObject) -> [HTML] {
        let id = shown["id"]?.asString ?? ""
        let name = ConnectionName(room).subscription(shown)
        let told = shown["notification"]
        let isOK = told?["status"]?.asString != "failed"
        let status = shown["status"]?.asString ?? "active"
        let what = ConnectionName.what(shown)
        let sent = ui("twin.connections.sent", [
            "sent": ui.number(Int(told?["timesSent"]?.asInteger ?? 0)),
            "failed": ui.number(Int(told?["timesFailed"]?.asInteger ?? 0)),
            "waiting": ui.number(room.hub.work(of: room.twin)?.notifier.waiting(for: id) ?? 0),
        ])
        let isActive = status == "active"
        return [
            "\(name)", "\(what.joined(separator: " · "))",
            "<span class=\"address\">\(Self.place(told?["endpoint"]?["uri"]?.asString ?? ""))</span>",
            """
            \(ui.tag(ui("twin.connections.state.\(status)"))) \
            \(if: !isOK && isActive, ui.tag(ui("twin.connections.failing"), .bad)) \
            \(told?["lastErrorReason"]?.asString.map(room.reason))
            """,
            "\(sent)",
            """
            \(changing("subscription", id, name))\
            \(if: status != "expired", button(
                ui(isActive ? "twin.connections.pause" : "twin.connections.resume"),
                isActive ? .pause : .resume, id))\
            \(asking(ui("twin.connections.delete"), .unsubscribe, id, name))
            """,
        ]
    }

    /// An address without what may be a key to it.
    static func place(_ uri: String) -> String {
        let plain = String(uri.prefix { $0 != "?" })
        guard let start = plain.range(of: "://"), let end = plain.lastIndex(of: "@"), start.upperBound < end
        else { return plain }
        return String(plain[..<start.upperBound] + plain[plain.index(after: end)...])
    }

    // MARK: Dead letters

    /// Nothing where everything was brought.
    var deadLetters: HTML {
        get async throws {
            let notifier = room.hub.work(of: room.twin)?.notifier
            let letters = try notifier?.deadLetters(limit: Self.mostLetters) ?? []
            if letters.isEmpty { return "" }
            let several = Dictionary(grouping: letters, by: \.subscription).filter { $0.value.count > 1 }
            var names: [String: String] = [:]
            for id in Set(letters.map(\.subscription)) {
                names[id] = try? await ConnectionName(room).found(id, isSource: false)
            }
            func name(_ id: String) -> String { names[id] ?? id }
            return table(
                "letters", ["name", "since", "reason"],
                letters.map { letter in
                    [
                        "\(name(letter.subscription))", room.moment(letter.since),
                        room.reason(letter.reason),
                        """
                        \(button(ui("twin.connections.resend"), .resend, letter.key))\
                        \(asking(ui("twin.connections.drop"), .drop, letter.key, name(letter.subscription)))
                        """,
                    ]
                },
                more: several.keys.sorted().map { id in
                    button(ui("twin.connections.resend_all", ["name": name(id)]), .resendAll, id)
                }.joined(by: ""))
        }
    }

    // MARK: Sources

    var sources: HTML {
        get throws {
            // All of them, which no question to the interface is wide enough for.
            let all = try room.twin.registrations.all(in: room.twin, at: room.now)
            let showing = RegistrationShowing(naming: room.naming, showsSystem: false)
            let rows = all.prefix(Self.most).map { known in
                showing.json(known.members, room.twin.registrations.record(known.id))
            }
            return table(
                "sources", ["name", "what", "where", "state", "sent"],
                rows.compactMap(\.asObject).map(source), of: all.count,
                more: making("source", "twin.register"))
        }
    }

    private func source(_ shown: JSONObject) -> [HTML] {
        let id = shown["id"]?.asString ?? ""
        let name = ConnectionName(room).source(shown)
        let types = (shown["information"]?.asArray ?? []).flatMap { $0["entities"]?.asArray ?? [] }
            .flatMap { $0["type"]?.asString.map { [$0] } ?? $0["type"]?.texts ?? [] }
        let asked = ui("twin.connections.asked", [
            "sent": ui.number(Int(shown["timesSent"]?.asInteger ?? 0)),
            "failed": ui.number(Int(shown["timesFailed"]?.asInteger ?? 0)),
        ])
        let mode = shown["mode"]?.asString ?? RegistrationMode.inclusive.rawValue
        let isFailing = shown["status"]?.asString == "failed"
        return [
            "\(name)", "\(types.isEmpty ? ui("twin.form.any") : types.joined(separator: ", "))",
            "<span class=\"address\">\(Self.place(shown["endpoint"]?.asString ?? ""))</span>",
            """
            \(ui.tag(ui("twin.connections.mode.\(mode)"))) \
            \(if: isFailing, ui.tag(ui("twin.connections.failing"), .bad))
            """,
            """
            \(asked)\(["lastSuccess", "lastFailure"].map { key in
                shown[key]?.asString.flatMap { Stamp($0) }.map { stamp in
                    "<br>\(ui("twin.connections.\(key)")): \(room.moment(stamp))" as HTML
                } ?? ""
            })
            """,
            """
            \(changing("source", id, name))\
            \(asking(ui("twin.connections.delete"), .unregister, id, name))
            """,
        ]
    }
}
