// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// One page of questions: shown, and its answers kept. Nothing has to be complete before the
/// application is lodged; what cannot be read comes back as it was typed.
struct SectionPage {
    let draft: Draft
    let section: ApplySection
    private var context: DerivedContext { draft.context }
    private var ui: UI { draft.ui }

    /// - Throws: `Refusal.notFound` if there is no such page.
    init(_ draft: Draft) throws {
        let name = draft.context.request["section"]
        guard let section = ApplySection.all.first(where: { $0.name == name }) else {
            throw Refusal.notFound
        }
        self.draft = draft
        self.section = section
    }

    func show() throws -> Response {
        let form = TypedForm(draft.row.values, of: section.inputs, zone: context.zone)
        return context.request.page(try page(SectionForm(draft, section, form)))
    }

    /// Keeps what was sent and leads on: to the tasks, or back to the summary it was changed from.
    func save() async throws -> Response {
        let typed = try await context.request.typedForm(section.inputs, for: context.store)
        var form = SectionForm(draft, section, typed)
        form.seen = typed["version"].flatMap { Int($0) }
        if let step = MapPicker.step(for: "site", in: typed.texts) {
            form.take(step)
            return context.request.page(try page(form))
        }
        do {
            try await keep(&form)
        } catch let problems as Problems {
            form.problems = problems
            return context.request.page(try page(form), status: 422)
        } catch Refusal.stale(let stale) {
            form.seen = stale.current
            form.isStale = true
            return context.request.page(try page(form), status: 409)
        }
        if typed["from"] == "check" { return .seeOther(draft.href("check")) }
        return .seeOther(draft.href().with(["saved": section.name]))
    }

    /// Two pages of one draft may be filled in side by side: only answers of this very page that
    /// were changed meanwhile are in the way.
    private func keep(_ form: inout SectionForm) async throws {
        let input = try form.read()
        do {
            try await perform(input, form, version: form.seen ?? 0)
        } catch Refusal.stale(let stale) {
            let changed = Set(stale.changes.flatMap(\.fields))
            guard changed.isDisjoint(with: section.fields) else { throw Refusal.stale(stale) }
            try await perform(input, form, version: stale.current)
        }
    }

    private func perform(_ input: ReadInput, _ form: SectionForm, version: Int) async throws {
        let call = ActionCall(
            PlanningActions.answer.kind, by: context.actor, on: draft.row.id,
            expectedVersion: version, input: input.values, given: input.given,
            key: form.typed["once"].flatMap { $0.isEmpty ? nil : $0 })
        _ = try await context.store.perform(call, at: context.request.now)
    }

    private func page(_ form: SectionForm) throws -> Page {
        let title = ui("planning.apply.\(section.name)")
        let html = try form.html()
        let mistakes = ui.mistakes(form.problems, in: draft.words, on: html)
        var page = Page(
            title,
            """
            \(ui.errorSummary(mistakes))
            <h1>\(title)</h1>
            \(ui.words.find("planning.apply.\(section.name).intro", in: ui.language).map(ui.prose))
            \(form.isStale ? try form.changedMeanwhile() : "")
            \(html)
            """)
        page.hasErrors = !mistakes.isEmpty
        page.breadcrumbs = draft.breadcrumbs
        page.isPrivate = true
        if section.name == "place" {
            page.styles = [UI.mapStyle]
            page.scripts = [UI.mapScript]
        }
        return page
    }
}
