// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// How the twin is set up. Who may read it without belonging to the tenant: nobody, or anybody, all of it or
/// some types; and how long its past is kept.
struct OpeningPage {
    private let room: TwinRoom
    private var ui: UI { room.ui }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayOpen).ofWhole
    }

    private enum Choice: String, CaseIterable { case closed, all, types }

    private struct Answer {
        var choice: Choice
        var types: Set<String>
    }

    private var here: Href { room.whole.inside("opening") }

    /// As it stands.
    private func standing() throws -> (answer: Answer, isWriting: Bool) {
        let open = try room.twin.openness()
        let choice: Choice = !open.mayRead ? .closed : open.types == nil ? .all : .types
        return (Answer(choice: choice, types: open.types ?? []), open.mayWrite)
    }

    func show() throws -> Response {
        let (answer, isWriting) = try standing()
        return room.request.page(try page(answer, isWriting: isWriting, Problems()))
    }

    func take() async throws -> Response {
        let form = try await room.request.form()
        let types = Set(form.all("types"))
        guard let choice = form["open"].flatMap(Choice.init(rawValue:)) else { throw Refusal.notFound }
        var (answer, isWriting) = try standing()
        answer = Answer(choice: choice, types: types)
        if choice == .types, types.isEmpty {
            let problems = Problems("types", "missing", Phrase("twin.opening.none"))
            return room.request.page(try page(answer, isWriting: isWriting, problems), status: 422)
        }
        // Writing is opened elsewhere; it goes with reading.
        var kept: JSON = ["writing": .bool(isWriting && choice != .closed)]
        if choice == .types { kept["types"] = .array(types.sorted().map(JSON.string)) }
        let document: JSON? = choice == .closed ? Optional.none : kept
        try await room.twin.perform(by: room.access.actor, at: room.request.now) { draft in
            draft.keep(document, as: "settings", "open")
        }
        return .seeOther(here.with(["done": "1"]))
    }

    /// The page with what was asked of how long the past is kept.
    func page(_ asked: RetentionSection.Asked) throws -> Page {
        let (answer, isWriting) = try standing()
        return try page(answer, isWriting: isWriting, asked.problems, asked)
    }

    private func page(
        _ answer: Answer, isWriting: Bool, _ problems: Problems, _ asked: RetentionSection.Asked = .init()
    ) throws -> Page {
        let known = Set(try room.twin.view().countsByType.keys).union(answer.types).sorted()
        let types = ui.checkboxes(
            UI.Ask("types", label: ui("twin.opening.which"), error: ui.error("types", in: problems)),
            known.map { UI.Option($0, room.name($0)) }, chosen: answer.types)
        let options = Choice.allCases.map { choice in
            UI.Option(
                choice.rawValue, ui("twin.opening.\(choice.rawValue)"),
                reveal: choice == .types ? types : nil)
        }
        var page = room.page(
            ui("twin.opening"), .opening, width: .reading,
            """
            \(if: !problems.all.isEmpty, ui.errorSummary(problems))<h1>\(ui("twin.opening"))</h1>
            <p>\(ui("twin.opening.text"))</p>
            <p>\(ui("twin.opening.published"))</p>
            \(if: isWriting, ui.warning(ui("twin.opening.writing")))
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], """
                \(ui.radios(
                    UI.Ask("open", label: ui("twin.opening.who")), options, chosen: answer.choice.rawValue))
                \(ui.buttons(ui.button(ui("twin.opening.save"))))
                """))
            \(try RetentionSection(room).html(asked))
            """)
        page.hasErrors = !problems.all.isEmpty
        if room.request.query["done"] != nil {
            page.notice = UI.Notice("<p>\(ui("twin.opening.done"))</p>")
        }
        return page
    }
}
