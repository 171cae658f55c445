// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What a person sees whose form was sent after somebody else had changed the record: who changed
/// what since, how it stands now beside what they typed, and the form again, which they may now
/// send knowingly.
struct StalePage {
    let page: ActionPage
    let draft: ActionPage.Draft
    let stale: Stale
    private let references: References
    /// What the record names now, and the answers there are.
    private let current: References
    private let answers: [String: [UI.Option]]

    init(_ page: ActionPage, draft: ActionPage.Draft, stale: Stale) throws {
        self.page = page
        self.draft = draft
        self.stale = stale
        let people = page.context.actor.isStaff ? Set(stale.changes.map(\.actor)) : []
        references = try References(people: people, in: page.context.request.site.network)
        current = try References(page.found.map { [$0.shown] } ?? [], in: page.context)
        answers = try page.answers()
    }

    private var ui: UI { page.ui }
    private var context: DerivedContext { page.context }

    func answer() throws -> Response {
        guard let row = page.found else { throw Refusal.notFound }
        var draft = draft
        draft.version = stale.current
        // The act under the old key was never done; under a new one it is another decision.
        draft.key = try Secret.new()
        let hindrance = page.action.hindrance(on: row.whole, at: context.moment)
        let title = ui("web.page.409.title")
        var document = Page(
            title, width: .wide,
            """
            <h1>\(title)</h1>
            <p class="lead">\(ui("derived.stale.lead"))</p>
            <h2>\(ui("derived.stale.changes"))</h2>
            \(ui.timeline(stale.changes.map(event)))
            \(comparison(row.shown))
            \(if: hindrance != nil, """
                \(ui.warning(hindrance.map(ui.text(of:)) ?? ""))
                \(ui.typedAgain(draft.form, page.fields, page.words, answers))
                """, else: """
                <h2>\(ui("derived.stale.again"))</h2>
                <p>\(ui("derived.stale.again.text"))</p>
                \(try page.form(draft, button: ui("derived.stale.send")))
                """)
            <p>\(ui.link(ui("derived.stale.leave"), context.href(row.whole.id)))</p>
            """)
        document.isPrivate = true
        if page.hasMap { (document.styles, document.scripts) = ([UI.mapStyle], [UI.mapScript]) }
        return context.request.page(document, status: 409).adding("etag", "\"\(stale.current)\"")
    }

    private func event(_ change: Stale.Change) -> UI.Event {
        let seen = page.found?.shown.values ?? [:]
        let words = context.words
        let labels = change.fields.filter { seen[$0] != nil }.map(words.label)
        return UI.Event(
            ui.done(change.action), when: ui.moment(change.at, in: context.zone),
            by: HistoryPage.who(change.actor, references, context, of: page.found?.whole),
            labels.isEmpty
                ? ""
                : "<p>\(ui("derived.stale.fields", ["fields": labels.joined(separator: ", ")]))</p>"
        )
    }

    /// The fields whose value in the record is now another than what was typed.
    private func comparison(_ row: StoredRow) -> HTML {
        let value = FieldValue(context, references: current)
        let known = page.action.prefill(row, context.moment)
        let rows = page.fields.compactMap { field -> [HTML]? in
            // What is typed anew each time, such as a reply, is no newer version of what is there.
            guard let own = context.kind.field(field.name), let now = row.values[field.name],
                known[field.name] == now
            else { return nil }
            let typed = TypedText.of(field, in: draft.form)
            let shown = readable(field, typed)
            guard typed != now.text, shown != value.text(own, now) else { return nil }
            return [
                "\(page.words.label(field.name))", value.html(own, now), ui.prose(shown),
            ]
        }
        if rows.isEmpty { return "" }
        return ui.table(
            ui("derived.stale.compare"),
            [
                UI.Column(ui("derived.column.field")), UI.Column(ui("derived.stale.now")),
                UI.Column(ui("derived.stale.typed")),
            ],
            rows)
    }

    /// What was typed, as it would be shown once kept; just so where it cannot be read.
    private func readable(_ field: FieldDescription, _ typed: String) -> String {
        let texts = draft.form.read(
            [field], zone: context.zone, months: TypedDay.months(ui.words))
        switch field.kind {
        case .geometry: return typed
        case .link, .person, .tenant:
            return TypedText.shown(field, in: draft.form, page.words, answers[field.name] ?? [])
        default: break
        }
        guard let text = texts[field.name], let value = try? field.optional().parse(text) else {
            return typed
        }
        var shown = FieldValue(context)
        shown.words = page.words
        return shown.text(field, value)
    }
}
