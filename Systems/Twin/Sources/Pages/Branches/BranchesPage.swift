// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The branches of a twin: what might be. Here they are made, opened, compared, merged and thrown away.
struct BranchesPage {
    private static let most = 50
    private static let longestName = 80

    private let room: TwinRoom
    private var ui: UI { room.ui }
    private var here: Href { room.whole.inside("branches") }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.isStaff).ofWhole
    }

    func show() throws -> Response { room.request.page(try page(TypedFields("twin.branch"))) }

    func take() async throws -> Response {
        let form = try await room.request.form()
        guard room.mayWrite else { throw Refusal.notFound }
        if form["do"] == "discard", let id = form["id"] {
            do { try await room.ask(.delete, "snapshots/:id", places: ["id": id]) } catch is TwinProblem {
                throw Refusal.branchIsGone
            }
            return .seeOther(here.with(["done": "discarded"]))
        }
        var fields = TypedFields("twin.branch", form)
        let json = try body(&fields)
        if fields.problems.all.isEmpty {
            do {
                try await room.ask(.post, "snapshots", .object(json))
                return .seeOther(here.with(["done": "made"]))
            } catch let problem as TwinProblem {
                fields.refuse(problem, [("/asOf", "moment"), ("/snapshotLifetime", "days")], else: nil)
            }
        }
        return room.request.page(try page(fields), status: 422)
    }

    private func body(_ fields: inout TypedFields) throws -> JSONObject {
        var json: JSONObject = ["type": .string(Branch.type)]
        if fields["name"].isEmpty { fields.refuse("name", "no_name") }
        if fields["name"].count > Self.longestName { fields.refuse("name", "long") }
        // Two of one name cannot be told apart where one is thrown away.
        let name = fields["name"]
        if try Branch.all(in: room.twin, at: room.now).contains(where: { $0.name == name }) {
            fields.refuse("name", "there")
        }
        json["snapshotName"] = .string(fields["name"])
        if let moment = fields.moment("moment", room.request) {
            if moment > room.now { fields.refuse("moment", "future") }
            json["asOf"] = .string(moment.description)
        }
        if let days = fields.number("days") {
            guard let count = days.asInteger, (1...3_650).contains(count) else {
                fields.refuse("days", "days")
                return json
            }
            json["snapshotLifetime"] = .string("P\(count)D")
        }
        return json
    }

    /// Asks whether a branch is really to be thrown away.
    func confirm() throws -> Response {
        guard room.mayWrite else { throw Refusal.notFound }
        let branch = try room.branch(asked: room.request.query["id"])
        let count = try room.differences(of: branch).count
        return room.request.page(
            room.confirmation(
                ui("twin.branch.discard", ["name": branch.name]), ui.count("twin.branch.discard.text", count),
                .branches, here, ui("twin.connections.discard"),
                hidden: [("do", "discard"), ("id", branch.id)], back: here))
    }

    // MARK: The page

    private func page(_ fields: TypedFields) throws -> Page {
        let form = FieldDrawing(ui: ui, fields: fields)
        var page = room.page(
            ui("twin.branches"), .branches,
            """
            \(form.trouble)<h1>\(ui("twin.branches"))</h1>
            <p>\(ui("twin.branches.text"))</p>
            \(try list)
            \(if: room.mayWrite, """
                <h2>\(ui("twin.branch.make"))</h2>
                \(ui.form(here, hidden: [("csrf", room.request.csrf)], """
                    \(form.line("name", .text, .half, isOptional: false))\(form.line("moment", .text, .half))
                    \(form.line("days", .whole, .short))
                    \(ui.buttons(ui.button(ui("twin.branch.make.go"))))
                    """))
                """)
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        if let done = room.request.query["done"], ["made", "discarded", "merged"].contains(done) {
            page.notice = UI.Notice("<p>\(ui("twin.branch.\(done)"))</p>")
        }
        return page
    }

    private var list: HTML {
        get throws {
            let all = try Branch.all(in: room.twin, at: room.now)
            guard !all.isEmpty else { return ui.emptyState(ui("twin.branches.none")) }
            let columns = ["name", "began", "changed", "expires", "actions"].map {
                UI.Column(ui("twin.connections.column.\($0)"))
            }
            let more = all.count - Self.most
            return """
                \(ui.table(
                    ui("twin.branches"), columns, try all.prefix(Self.most).map(row), isCaptionSeen: false))
                \(if: more > 0, "<p>\(ui.count("twin.connections.more", more))</p>")
                """
        }
    }

    private func row(_ branch: Branch) throws -> [HTML] {
        let changed = try room.differences(of: branch).count
        func link(_ key: String, _ way: String) -> HTML {
            "<p>\(ui.link(ui(key), here.inside(way).with(["id": branch.id]), about: branch.name))</p>"
        }
        return [
            ui.link(branch.name, room.whole.with(["branch": branch.id])),
            branch.began.map(room.moment) ?? room.nothing,
            "\(ui.count("twin.entities.found", changed))",
            branch.expiresAt.map(room.moment) ?? room.nothing,
            """
            \(link("twin.branch.compare", "compare"))\
            \(if: room.mayWrite && changed > 0, link("twin.connections.merge", "merge"))\
            \(if: room.mayWrite, link("twin.connections.discard", "discard"))
            """,
        ]
    }
}

extension TwinRoom {
    /// The branch a page is about.
    /// - Throws: `Refusal.notFound`; `Refusal.notNow` if something was to be done with it.
    func branch(asked id: String?) throws -> Branch {
        guard let id, let branch = try Branch.find(id, in: base, at: now) else {
            throw request.method.isSafe ? Refusal.notFound : .branchIsGone
        }
        return branch
    }

    /// The twin that is a branch.
    func twin(of branch: Branch) throws -> Twin { try hub.twin(of: branch, off: base, request.site) }

    /// What a branch has made otherwise since it began, or what is otherwise in it than in the twin now.
    func differences(of branch: Branch, fromNow: Bool = false) throws -> [EntityDifference] {
        let twin = try twin(of: branch)
        let other = fromNow ? try base.contentsNow() : try twin.contentsAtFirst()
        return try twin.contentsNow().differences(from: other).filter { difference in
            [difference.before, difference.after].allSatisfy { $0.map(access.covers) ?? true }
        }
    }
}

extension Refusal {
    /// Somebody else was quicker, or a form was sent twice.
    fileprivate static let branchIsGone = Refusal.notNow(Phrase("twin.branch.gone"))
}
