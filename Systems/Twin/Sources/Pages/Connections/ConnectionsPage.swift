// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What goes out from the twin, for its tenant's staff: who is told of changes, what could not be brought,
/// which sources are asked; and what can be done about each.
struct ConnectionsPage {
    private let room: TwinRoom
    private var ui: UI { room.ui }
    private var here: Href { room.whole.inside("connections") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.isStaff).ofWhole
    }

    func show() async throws -> Response { room.request.page(try await page()) }

    private func page(_ trouble: HTML = "") async throws -> Page {
        let lists = ConnectionLists(room, here)
        var page = room.page(
            ui("twin.connections"), .connections,
            """
            \(trouble)<h1>\(ui("twin.connections"))</h1>
            <p>\(ui("twin.connections.text"))</p>
            \(try await lists.subscriptions)\(try await lists.deadLetters)\(try lists.sources)
            """)
        page.hasErrors = !trouble.isEmpty
        if let done = room.request.query["done"] {
            let count = room.request.query["of"] == nil ? nil : Int(done)
            let text = count.map { ui.count("twin.connections.resent", $0) } ?? ui("twin.connections.done")
            page.notice = UI.Notice("<p>\(text)</p>")
        }
        return page
    }

    /// What can be done here.
    enum Deed: String {
        case pause, resume, unsubscribe, resend, drop, unregister
        case resendAll = "resend_all"

        /// Whether it cannot be undone.
        var isFinal: Bool { [.unsubscribe, .drop, .unregister].contains(self) }
    }

    /// Asks whether something is really to be done.
    func confirm() async throws -> Response {
        let query = room.request.query
        guard room.mayWrite, let id = query["id"], let deed = query["do"].flatMap(Deed.init(rawValue:)),
            deed.isFinal
        else { throw Refusal.notFound }
        let name = try await name(of: id, for: deed)
        return room.request.page(
            room.confirmation(
                ui("twin.confirm.\(deed.rawValue)", ["name": name]),
                ui("twin.confirm.\(deed.rawValue).text"), .connections, here,
                ui(deed == .drop ? "twin.connections.drop" : "twin.connections.delete"),
                hidden: [("do", deed.rawValue), ("id", id)], back: here))
    }

    private func name(of id: String, for deed: Deed) async throws -> String {
        guard deed == .drop else {
            return try await ConnectionName(room).found(id, isSource: deed == .unregister)
        }
        let letters = try room.hub.work(of: room.twin)?.notifier
            .deadLetters(limit: ConnectionLists.mostLetters)
        guard let letter = letters?.first(where: { $0.key == id }) else { throw Refusal.notFound }
        let name = try? await ConnectionName(room).found(letter.subscription, isSource: false)
        return name ?? letter.subscription
    }

    func take() async throws -> Response {
        let form = try await room.request.form()
        guard room.mayWrite, let deed = form["do"].flatMap(Deed.init(rawValue:)), let id = form["id"] else {
            throw Refusal.notFound
        }
        do {
            let count = try await done(deed, id)
            return .seeOther(here.with(["done": String(count), "of": deed == .resendAll ? "all" : nil]))
        } catch let problem as TwinProblem {
            return room.request.page(try await page(room.trouble(problem)), status: 422)
        }
    }

    /// - Returns: of how many things it was done.
    private func done(_ deed: Deed, _ id: String) async throws -> Int {
        switch deed {
        case .pause, .resume:
            let patch: JSON = ["isActive": .bool(deed == .resume)]
            try await room.ask(.patch, "subscriptions/:id", places: ["id": id], patch)
        case .resend, .drop: try await letter(id, isSent: deed == .resend)
        case .resendAll: return try await resendAll(of: id)
        case .unsubscribe: try await room.ask(.delete, "subscriptions/:id", places: ["id": id])
        case .unregister: try await room.ask(.delete, "csourceRegistrations/:id", places: ["id": id])
        }
        return 1
    }

    private func letter(_ key: String, isSent: Bool) async throws {
        guard let notifier = room.hub.work(of: room.twin)?.notifier,
            let letter = try notifier.deadLetters(limit: ConnectionLists.mostLetters)
                .first(where: { $0.key == key })
        else { throw Refusal.notFound }
        if !isSent { return try await notifier.drop(letter) }
        try await resend(letter, notifier)
    }

    private func resend(_ letter: DeadLetter, _ notifier: Notifier) async throws {
        do { try await notifier.resend(letter) } catch let fault as Fault {
            throw TwinProblem(.operationNotSupported, "\(fault)")
        }
    }

    /// Sends all there are for a subscription, in their order; the first that is not taken ends it.
    private func resendAll(of subscription: String) async throws -> Int {
        guard let notifier = room.hub.work(of: room.twin)?.notifier else { throw Refusal.notFound }
        var count = 0
        for letter in try notifier.deadLetters(of: subscription, limit: ConnectionLists.mostLetters) {
            try await resend(letter, notifier)
            count += 1
        }
        return count
    }
}
