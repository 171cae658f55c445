// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The lists of subscriptions, of what could not be brought, of sources and of branches.
struct ConnectionLists {
    static let mostLetters = 100
    /// How many of each are listed.
    private static let most = 200
    private static let mostBranches = 50

    /// Makes the button that does something with a thing.
    typealias Button = (_ label: String, _ what: ConnectionsPage.Deed, _ id: String) -> HTML

    private let room: TwinRoom
    private let button: Button
    private var ui: UI { room.ui }

    init(_ room: TwinRoom, button: @escaping Button) {
        self.room = room
        self.button = button
    }

    /// - Parameter all: how many there are, listed or not.
    private func table(_ name: String, _ columns: [String], _ rows: [[HTML]], of all: Int? = nil) -> HTML {
        let title = ui("twin.connections.\(name)")
        let more = (all ?? rows.count) - rows.count
        let heads = (columns + ["actions"]).map { UI.Column(ui("twin.connections.column.\($0)")) }
        return """
            <h2>\(title)</h2>
            \(if: rows.isEmpty, ui.emptyState(ui("twin.connections.\(name).none")),
                else: ui.table(title, heads, rows, isCaptionSeen: false))
            \(if: more > 0, "<p>\(ui.count("twin.connections.more", more))</p>")
            """
    }

    var subscriptions: HTML {
        get throws {
            let documents = try room.twin.read { $0.documents[SubscriptionDocument.sort] ?? [:] }
                .sorted { $0.key < $1.key }.compactMap { SubscriptionDocument($0.value) }
            return table(
                "subscriptions", ["name", "what", "where", "state", "sent"],
                documents.prefix(Self.most).compactMap(subscription), of: documents.count)
        }
    }

    private func subscription(_ document: SubscriptionDocument) -> [HTML]? {
        guard let subscription = try? Subscription(document) else { return nil }
        let notifier = room.hub.work(of: room.twin)?.notifier
        let told = notifier?.told(of: document.id) ?? SubscriptionState()
        let status = subscription.status(at: room.now)
        let watched = subscription.watched.map { $0.map(room.name).sorted() } ?? []
        let types = subscription.filter.selectors.flatMap { $0.types?.alternatives.flatMap(\.self) ?? [] }
        let what = [room.names(types), watched.joined(separator: ", ")].filter { !$0.isEmpty }
        let reason = told.isOK ? nil : told.reason
        let isActive = status == "active"
        let sent = ui("twin.connections.sent", [
            "sent": ui.number(told.sent), "failed": ui.number(told.failed),
            "waiting": ui.number(notifier?.waiting(for: document.id) ?? 0),
        ])
        return [
            "\(document.members["subscriptionName"]?.asString ?? document.id)",
            "\(what.joined(separator: " · "))",
            "<span class=\"address\">\(Self.place(subscription.notification.endpoint.uri))</span>",
            """
            \(ui.tag(ui("twin.connections.state.\(status)"), told.isOK ? .plain : .bad)) \
            \(reason.map { "<span lang=\"en\">\($0)</span>" })
            """,
            "\(sent)",
            """
            \(if: status != "expired", button(
                ui(isActive ? "twin.connections.pause" : "twin.connections.resume"),
                isActive ? .pause : .resume, document.id))\
            \(button(ui("twin.connections.delete"), .unsubscribe, document.id))
            """,
        ]
    }

    /// An address without what may be a key to it.
    private static func place(_ uri: String) -> String {
        let plain = String(uri.prefix { $0 != "?" })
        guard let start = plain.range(of: "://"), let end = plain.lastIndex(of: "@"), start.upperBound < end
        else { return plain }
        return String(plain[..<start.upperBound] + plain[plain.index(after: end)...])
    }

    /// Nothing where everything was brought.
    var deadLetters: HTML {
        get throws {
            let notifier = room.hub.work(of: room.twin)?.notifier
            let letters = try notifier?.deadLetters(limit: Self.mostLetters) ?? []
            if letters.isEmpty { return "" }
            return table(
                "letters", ["name", "since", "reason"],
                letters.map { letter in
                    [
                        "\(letter.subscription)", room.moment(letter.since),
                        "<span lang=\"en\">\(letter.reason)</span>",
                        """
                        \(button(ui("twin.connections.resend"), .resend, letter.key))\
                        \(button(ui("twin.connections.drop"), .drop, letter.key))
                        """,
                    ]
                })
        }
    }

    var sources: HTML {
        get throws {
            let all = try room.twin.registrations.all(in: room.twin, at: room.now)
            return table(
                "sources", ["name", "what", "where", "state", "sent"],
                all.prefix(Self.most).map { source in
                    let types = source.information.flatMap(\.entities).flatMap(\.types)
                    let record = room.twin.registrations.record(source.id)
                    let asked = ui("twin.connections.asked", [
                        "sent": ui.number(record?.sent ?? 0), "failed": ui.number(record?.failed ?? 0),
                    ])
                    return [
                        "\(source.members["registrationName"]?.asString ?? source.id)",
                        "\(types.isEmpty ? ui("twin.form.any") : room.names(types))",
                        "<span class=\"address\">\(Self.place(source.endpoint))</span>",
                        ui.tag(ui("twin.connections.mode.\(source.mode.rawValue)")),
                        "\(asked)",
                        button(ui("twin.connections.delete"), .unregister, source.id),
                    ]
                }, of: all.count)
        }
    }

    var branches: HTML {
        get throws {
            let all = try Branch.all(in: room.twin, at: room.now)
            return table(
                "branches", ["name", "began", "changed", "expires"],
                try all.prefix(Self.mostBranches).map { branch in
                    let twin = try room.hub.twin(of: branch, off: room.twin, room.request.site)
                    let changed = try twin.contentsNow().differences(from: try twin.contentsAtFirst()).count
                    let name = branch.members["snapshotName"] ?? branch.members["name"]
                    let began = branch.moment ?? branch.members["createdAt"]?.asString.flatMap { Stamp($0) }
                    return [
                        "\(name?.asString ?? branch.id)", began.map(room.moment) ?? ui.notProvided,
                        "\(ui.count("twin.entities.found", changed))",
                        branch.expiresAt.map(room.moment) ?? ui.notProvided,
                        """
                        \(if: changed > 0, button(ui("twin.connections.merge"), .merge, branch.id))\
                        \(button(ui("twin.connections.discard"), .discard, branch.id))
                        """,
                    ]
                }, of: all.count)
        }
    }
}
