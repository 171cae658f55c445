// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Translating: each text of the original with the one for it beside it.
struct TranslatePage {
    private static let base = "/t/:tenant/knowledge/translations"
    private static let officers = Access.roles([.officer, .manager])

    static let routes = [
        (TranslationActions.translate.kind, "\(base)/new"),
        (TranslationActions.correct.kind, "\(base)/:id"),
    ].flatMap { action, path in
        [
            Route(.get, "\(path)/\(action.segment)", officers, system: "knowledge") { request in
                try TranslatePage(request, action).show()
            },
            Route(.post, "\(path)/\(action.segment)", officers, system: "knowledge") { request in
                try await TranslatePage(request, action).page.take()
            },
        ]
    }

    private let context: DerivedContext
    private var page: ActionPage
    /// The one that is being corrected.
    private let translation: Stored<Translation>?
    private var ui: UI { context.ui }

    private init(_ request: Request, _ action: ActionKind) throws {
        let context = try DerivedContext(request, kind: Translation.kind)
        self.context = context
        page = try ActionPage(context, action)
        translation = page.found.map { Stored<Translation>($0.whole) }
        page.width = .wide
        let names = action.input.map(\.name)
        page.unasked = Set(names)
        page.button = context.ui("knowledge.translation.keep")
        page.filled = { draft in
            Dictionary(names.compactMap { name in draft.form[name].map { (name, $0) } }) { one, _ in one }
        }
        page.inside = { [translation] draft in
            (try? TranslateForm(context, draft, translation))?.html ?? ""
        }
        page.next = { outcome in
            let kept = Stored<Translation>(outcome.row).fields
            return TranslationsPage.place(of: kept, at: context.slug)
                .with(["done": action.segment])
        }
    }

    private func show() throws -> Response {
        var page = page
        let draft = try page.blank()
        let form = try TranslateForm(context, draft, translation)
        if translation == nil, let there = try form.there() {
            return .seeOther(context.href(TranslationActions.correct.kind, on: there.id))
        }
        // There is nothing to translate from a language into itself.
        if translation == nil, form.original.language == form.wanted.language {
            return .seeOther(TranslationsPage.place(of: form.wanted, at: context.slug))
        }
        page.above = above(form)
        var shown = try page.page(draft)
        let done = context.request.query["done"]
        shown.notice = TranslationActions.all.first { $0.segment == done }
            .map { UI.Notice("<p>\(ui.done($0.key))</p>") }
        shown.back = UI.Link(
            ui("knowledge.translations"), TranslationsPage.place(of: form.wanted, at: context.slug))
        return context.request.page(shown)
    }

    /// How it stands, and what else can be done with it.
    private func above(_ form: TranslateForm) -> HTML {
        let (original, wanted) = (form.original, form.wanted)
        let from = original.language.map(ui.tongue) ?? ui("knowledge.tongue.unknown")
        let way = ui(
            "knowledge.translation.from_to", ["source": from, "language": ui.tongue(wanted.language)])
        return """
            <p class="lead"><span\("lang", ui.foreign(original.language))>\(original.name)</span></p>
            <p>\(way)</p>
            \(translation.map { state($0, original) })
            <div class="buttons">\(buttons(form).joined(by: "\n"))</div>
            """
    }

    private func state(_ translation: Stored<Translation>, _ original: Original) -> HTML {
        let reading = Reading(
            original, among: [translation], for: WantedLanguage(translation.language))
        let by = reading.translation.map { reading.by($0, context) }
        let failure = translation.failure.map { ui("knowledge.translation.failed.why", ["reason": $0]) }
        return """
            <p>\(ui.tag(
                ui.state(translation.state, of: Translation.kind),
                translation.state == .current ? .good : .attention)) \
            \([by, reading.stale(ui)].compactMap(\.self).joined(separator: " "))</p>
            \(compared(translation, original).map { "<p>\($0)</p>" as HTML })
            \(failure.map(ui.warning))
            """
    }

    /// What has changed between the edition it was made of and the one that stands.
    private func compared(_ translation: Stored<Translation>, _ original: Original) -> HTML? {
        guard translation.state == .outdated, original.sort == .section, let old = translation.edition,
            let new = original.edition, old < new, let part = original.part
        else { return nil }
        let page: Href = "/t/\(context.slug)/knowledge/guides/\(original.record.text)/compare"
        let address = page.with([("from", String(old)), ("to", String(new)), ("as", "beside")])
        return ui.link(ui("knowledge.translation.what_changed"), address.place(part))
    }

    private func buttons(_ form: TranslateForm) -> [HTML] {
        var buttons: [HTML] = []
        if let translation, translation.isRead {
            let check = TranslationActions.check.kind
            if check.obstacle(translation.row, context.moment) == nil {
                buttons.append(
                    ui.buttonForm(
                        context.href(check, on: translation.id), ui.name(of: check),
                        hidden: [
                            ("csrf", context.request.csrf), ("version", String(translation.version)),
                            ("digest", form.original.digest),
                        ]))
            }
        }
        if context.request.site.translator != nil, translation?.made != .person {
            buttons.append(MachineRequest.button(form.wanted, isAgain: translation != nil, context))
        }
        if let translation {
            let withdraw = TranslationActions.withdraw.kind
            buttons.append(
                ui.linkButton(
                    ui.name(of: withdraw), context.href(withdraw, on: translation.id), .secondary))
        }
        return buttons
    }
}

extension WantedLanguage {
    init(_ tongue: Tongue) {
        self.tongue = tongue
        isAsked = true
    }
}
