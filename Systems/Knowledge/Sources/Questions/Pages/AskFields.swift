// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What asking asks for beside the question: on the first page, and again where the asker puts right
/// what was read from their text. Each may be left open.
struct AskFields {
    let request: Request
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, action: QuestionActions.ask.kind) }

    init(_ request: Request) { self.request = request }

    /// Topic, place and language.
    func html(_ typed: FormData, _ problems: Problems = Problems()) throws -> HTML {
        """
        \(choice("topic", Topic.names, typed, problems, empty: "knowledge.ask.topic.open"))
        \(try place(typed, problems))
        \(choice("language", Tongue.names, typed, problems, empty: "knowledge.ask.language.open"))
        """
    }

    private func choice(
        _ name: String, _ names: [String], _ typed: FormData, _ problems: Problems, empty: String
    ) -> HTML {
        ui.select(
            ask(name, problems), names.map { UI.Option($0, words.option(name, $0)) },
            chosen: typed[name], empty: ui(empty))
    }

    private func place(_ typed: FormData, _ problems: Problems) throws -> HTML {
        let tenants = try request.site.network.tenants()
        let places = tenants.map { UI.Option($0.slug, ui.name(of: $0)) }.sorted { $0.label < $1.label }
        let (ask, chosen) = (ask("place", problems), typed["place"] ?? "")
        return places.count <= 300
            ? ui.select(ask, places, chosen: chosen, empty: ui("knowledge.ask.anywhere"))
            : ui.textInput(ask, value: chosen, width: .half)
    }

    private func ask(_ name: String, _ problems: Problems) -> UI.Ask {
        let problem = problems.all.first { $0.field == name }
        return UI.Ask(
            name, label: words.label(name), hint: words.hint(name),
            error: problem.map { ui.text(of: $0, in: words) }, isOptional: true)
    }
}
