// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The history of a record: who did what when, what it changed, and under which rules.
public enum HistoryPage {
    /// Answers the request for a history in the format asked for.
    public static func answer(_ context: DerivedContext) throws -> Response {
        let found = try context.find()
        let steps = try context.store.read(as: context.actor) {
            try $0.history(of: found.whole.id, kind: context.kind)
        }
        let references = try references(steps, context)
        if context.request.format == .json {
            let items = steps.map { json($0, references, found.whole, context) }
            return .json(["items": .array(items)])
        }
        let (ui, title) = (context.ui, context.title(of: found.shown))
        let events = steps.reversed().map { event($0, references, found.whole, context) }
        var page = Page(
            "\(ui("derived.history")) – \(title)", width: .wide,
            """
            <p class="lead">\(title)</p>
            <h1>\(ui("derived.history"))</h1>
            <p>\(ui("derived.history.text"))</p>
            \(ui.timeline(events))
            \(ui.feedLinks([UI.Link("JSON", "\(context.href(found.whole.id, "history")).json")]))
            """)
        page.isPrivate = true
        if context.hasPages {
            page.back = UI.Link(ui("derived.history.back"), context.href(found.whole.id))
        }
        return context.request.page(page)
    }

    /// What the people and records that steps name are called.
    public static func references(_ steps: [History.Step], _ context: DerivedContext) throws
        -> References
    {
        try References(
            steps.map(\.row), people: Set(steps.map(\.entry.actor)), in: context)
    }

    /// One version as something that happened.
    public static func event(
        _ step: History.Step, _ references: References, _ row: StoredRow, _ context: DerivedContext
    ) -> UI.Event {
        let ui = context.ui
        let rules = step.entry.rules.split(separator: "\n").map {
            ui.cited(String($0), in: context.kind.system)
        }
        let cited = ui("derived.history.rules", ["rules": rules.joined(separator: "; ")])
        let version = context.href(row.id).with(["asOf": step.row.recordedAt.description])
        let asItWas = ui("derived.history.version", ["number": "\(step.version)"])
        return UI.Event(
            ui.done(step.entry.action), when: ui.moment(step.entry.at, in: context.zone),
            by: who(step.entry.actor, references, context, of: row),
            isMajor: step.previousState != step.state,
            """
            \(stateChange(step, context))
            \(changes(step, references, context))
            \(if: !rules.isEmpty, "<p class=\"meta\">\(cited)</p>")
            \(if: context.hasPages, "<p>\(ui.link(asItWas, version))</p>")
            """)
    }

    private static func stateChange(_ step: History.Step, _ context: DerivedContext) -> HTML {
        guard step.previousState != step.state else { return "" }
        let ui = context.ui
        let now = ui.tag(ui.state(step.state, of: context.kind), .active)
        guard let previous = step.previousState else { return "<p>\(now)</p>" }
        return """
            <p>\(ui.tag(ui.state(previous, of: context.kind))) \
            <span aria-hidden="true">→</span>\(ui.unseen(ui("derived.history.to"))) \(now)</p>
            """
    }

    /// What changed from what to what; of the first version only what it says.
    private static func changes(
        _ step: History.Step, _ references: References, _ context: DerivedContext
    ) -> HTML {
        let ui = context.ui
        let value = FieldValue(context, references: references)
        let changed = step.changes.compactMap { change in
            context.kind.field(change.field).map { (change, $0) }
        }.filter { $0.1.kind != .json && !$0.1.isUnseen }
        if changed.isEmpty { return "" }
        if step.previousState == nil {
            return ui.details(
                ui("derived.history.first"),
                ui.summaryList(
                    changed.map {
                        UI.Row(context.words.label($0.1.name), value.html($0.1, $0.0.after))
                    }))
        }
        let rows = changed.map { change, field -> [HTML] in
            let before = value.html(field, change.before)
            let after = value.html(field, change.after)
            return [
                "\(context.words.label(field.name))",
                before.isEmpty ? ui.notProvided : before, after.isEmpty ? ui.notProvided : after,
            ]
        }
        return ui.table(
            ui("derived.history.changed"),
            [
                UI.Column(ui("derived.column.field")), UI.Column(ui("derived.column.from")),
                UI.Column(ui("derived.column.to")),
            ],
            rows, id: "changes-\(step.version)", isCaptionSeen: false)
    }

    /// Who did something, as the reader may know it: staff see names, others what the person is
    /// to the record.
    /// - Parameter row: the whole record, if it is about one.
    public static func who(
        _ actor: String, _ references: References, _ context: DerivedContext, of row: StoredRow?
    ) -> String {
        let ui = context.ui
        if actor == "visitor" || actor == "holder" { return ui("derived.who.visitor") }
        if actor.hasPrefix("system:") { return ui("derived.who.system") }
        if let name = references.name(actor) { return name }
        if actor == context.actor.person?.text { return ui("derived.person.you") }
        if context.actor.isStaff { return ui("derived.person.someone") }
        let isParty = context.kind.readers.contains { grant in
            if case .party(let field) = grant { row?[field].text == actor } else { false }
        }
        return ui(isParty ? "derived.who.party" : "derived.who.officer")
    }

    private static func json(
        _ step: History.Step, _ references: References, _ row: StoredRow, _ context: DerivedContext
    ) -> JSON {
        let changes = step.changes.compactMap { change -> JSON? in
            context.kind.field(change.field).map { field in
                [
                    "field": .string(field.name), "from": field.json(change.before),
                    "to": field.json(change.after),
                ]
            }
        }
        return [
            "version": .integer(step.version), "at": .string(step.entry.at.description),
            "action": .string(step.entry.action),
            "by": .string(who(step.entry.actor, references, context, of: row)),
            "state": .string(step.state.rawValue),
            "previousState": .optional(step.previousState?.rawValue), "changes": .array(changes),
            "rules": .array(step.entry.rules.split(separator: "\n").map { .string(String($0)) }),
        ]
    }
}
