// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension ActionPage {
    /// Takes the action as the form asks, and answers with what became of it.
    public func take() async throws -> Response {
        do { return try await take(received()) } catch let expired as ExpiredForm {
            guard let form = expired.form else { throw expired }
            var draft = try draft(form)
            draft.problems = form.problems
            return try answer(draft, status: 409)
        }
    }

    /// The form as it was sent. A body is read once.
    public func received() async throws -> Draft {
        try draft(try await context.request.typedForm(fields, for: context.store))
    }

    private func draft(_ form: TypedForm) throws -> Draft {
        let once = form["once"] ?? ""
        return Draft(
            form: form, version: form["version"].flatMap { Int($0) },
            key: once.isEmpty ? try Secret.new() : once)
    }

    /// The page with a form as it stands, without anything being done.
    public func answer(_ draft: Draft, status: Int = 200) throws -> Response {
        context.request.page(try page(draft), status: status)
    }

    /// Takes the action as a form that was read asks.
    public func take(_ sent: Draft) async throws -> Response {
        if let moved = moved(sent) { return try answer(moved) }
        var draft = sent
        do {
            let outcome = try await perform(draft)
            return try done(outcome)
        } catch let problems as Problems {
            // Under a key that was used for something else, the form is sent on under a new one.
            if problems.all.contains(where: { $0.code == "key_reused" }) {
                draft.key = try Secret.new()
            }
            draft.problems = problems
            return try answer(draft, status: 422)
        } catch Refusal.stale(let stale) {
            return try StalePage(self, draft: draft, stale: stale).answer()
        } catch Refusal.notNow(let reason) {
            return context.request.page(try hindered(reason, draft.form), status: 409)
        }
    }

    /// Reads the form and takes the action.
    /// - Throws: `Problems`, all there are; `Refusal`.
    public func perform(_ draft: Draft) async throws -> Outcome {
        var problems = draft.form.problems
        var input = ReadInput()
        let months = TypedDay.months(ui.words)
        let texts = draft.form.read(fields, zone: context.zone, months: months)
            .merging(filled(draft)) { _, known in known }
        do {
            input = try context.request.documentsChecked(
                try action.read(form: texts), of: action, on: found?.whole, in: context.store)
        } catch let more as Problems { problems.all += more.all }
        try problems.check()
        if found != nil, draft.version == nil {
            // Without the version seen, somebody else's change would be overwritten unseen.
            throw Problems("version", "required", Phrase("problem.no_version"))
        }
        try await context.request.countStranger(taking: action)
        let call = ActionCall(
            action, by: context.actor, on: found?.whole.id, expectedVersion: draft.version,
            input: input.values, given: input.given, key: draft.key)
        return try await context.store.perform(call, at: context.request.now)
    }

    /// To the record, which says what has been done; to a page of its own for somebody who may not
    /// read what they made.
    private func done(_ outcome: Outcome) throws -> Response {
        let id = outcome.row.id
        if let next { return .seeOther(next(outcome)) }
        if try context.find(id) != nil {
            return .seeOther(context.href(id).with(["done": action.segment]))
        }
        var page = Page(
            ui.done(action.key),
            """
            \(ui.panel(
                ui.done(action.key), referenceLabel: ui("derived.done.reference"),
                reference: RecordTitle.of(outcome.row, kind: action.record) ?? id.text))
            <p>\(ui("derived.done.text"))</p>
            """)
        page.isPrivate = true
        return context.request.page(page)
    }
}
