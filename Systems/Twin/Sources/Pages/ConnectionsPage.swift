// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What goes out from the twin and beside it, for its tenant's staff: who is told of changes, which
/// sources are asked, which branches there are; and what can be done about each.
struct ConnectionsPage {
    private let room: TwinRoom
    private var ui: UI { room.ui }
    private var here: Href { room.home.inside("connections") }

    init(_ room: TwinRoom) throws {
        guard room.isStaff else { throw room.request.visitor.isSignedIn ? Refusal.notFound : Refusal.signIn }
        self.room = room
    }

    func show() throws -> Response { room.request.page(try page()) }

    private func page(_ trouble: HTML = "") throws -> Page {
        let lists = ConnectionLists(room) { label, what, id in
            guard room.mayWrite else { return "" }
            return ui.buttonForm(
                here, label, .quiet, hidden: [("csrf", room.request.csrf), ("do", what.rawValue), ("id", id)])
        }
        var page = room.page(
            ui("twin.connections"), .connections,
            """
            \(trouble)<h1>\(ui("twin.connections"))</h1>
            <p>\(ui("twin.connections.text"))</p>
            \(try lists.subscriptions)\(try lists.deadLetters)\(try lists.sources)\(try lists.branches)
            """)
        page.hasErrors = !trouble.isEmpty
        if room.request.query["done"] != nil {
            page.notice = UI.Notice("<p>\(ui("twin.connections.done"))</p>")
        }
        return page
    }

    /// What can be done here.
    enum Deed: String {
        case pause, resume, unsubscribe, resend, drop, unregister, merge, discard
    }

    func take() async throws -> Response {
        let form = try await room.request.form()
        guard room.mayWrite, let deed = form["do"].flatMap(Deed.init(rawValue:)), let id = form["id"] else {
            throw Refusal.notFound
        }
        do {
            if let answer = try await done(deed, id), let problem = answer.problem {
                return room.request.page(try page(room.trouble(problem)), status: 422)
            }
        } catch let problem as TwinProblem {
            return room.request.page(try page(room.trouble(problem)), status: 422)
        }
        return .seeOther(here.with(["done": "1"]))
    }

    /// - Returns: what the interface answered, where it was asked.
    private func done(_ deed: Deed, _ id: String) async throws -> Response? {
        switch deed {
        case .pause, .resume: try await setActive(deed == .resume, id)
        case .resend, .drop: try await letter(id, isSent: deed == .resend)
        case .unsubscribe: return try await ask(.delete, "subscriptions/:id", id)
        case .unregister: return try await ask(.delete, "csourceRegistrations/:id", id)
        case .discard: return try await ask(.delete, "snapshots/:id", id)
        case .merge: return try await ask(.post, "snapshots/:id/merge", id)
        }
        return nil
    }

    /// Asks the interface in the reader's name.
    private func ask(_ method: Web.Method, _ path: String, _ id: String) async throws -> Response {
        let parts = path.split(separator: "/")
        guard let operation = TwinOperation.all.first(where: { $0.method == method && $0.path == parts })
        else { throw Refusal.notFound }
        return try await operation.answer(room.call(places: ["id": id]))
    }

    private func setActive(_ isActive: Bool, _ id: String) async throws {
        let sort = SubscriptionDocument.sort
        try await room.twin.perform(by: room.access.actor, at: room.request.now) { draft in
            guard var document = draft.document(sort, id).flatMap(SubscriptionDocument.init) else {
                throw TwinProblem.missing(id, "5.8.2")
            }
            document.members["isActive"] = .bool(isActive)
            document.modifiedAt = draft.now
            draft.keep(document.json, as: sort, id)
        }
    }

    private func letter(_ key: String, isSent: Bool) async throws {
        guard let notifier = room.hub.work(of: room.twin)?.notifier,
            let letter = try notifier.deadLetters(limit: ConnectionLists.mostLetters)
                .first(where: { $0.key == key })
        else { throw Refusal.notFound }
        if !isSent { return try await notifier.drop(letter) }
        do { try await notifier.resend(letter) } catch let fault as Fault {
            throw TwinProblem(.operationNotSupported, "\(fault)")
        }
    }
}

extension Response {
    /// What the interface says is wrong; nil: nothing is.
    fileprivate var problem: TwinProblem? {
        guard status >= 400 else { return nil }
        let detail = bytes.flatMap { try? JSON(parsing: $0) }?["detail"]?.asString
        return TwinProblem(.operationNotSupported, detail ?? "")
    }
}
