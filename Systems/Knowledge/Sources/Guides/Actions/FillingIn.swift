// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension GuideActions {
    static let sheets = [startSheet.kind, fillIn.kind, renewSheet.kind, finishSheet.kind, reopenSheet.kind]

    /// A checklist or template of a guide, begun: an officer's own copy, in their own tenant.
    static let startSheet = Action<Sheet, Sheet>("start_sheet", by: .officers, to: [.filling], at: "guide") {
        sheet, input, desk in
        guard let guide = RecordID(input.guide),
            let published = try desk.published(guide, by: input.body),
            published.kind == PublishedKind.guide.name,
            let edition = published.body["edition"]?.asInteger, input.edition <= edition
        else { throw Problems("guide", "not_found", Phrase("knowledge.problem.no_guide")) }
        sheet.fields = input.fields
        sheet.guideTitle = published.title
        if sheet.sort == .checklist, Checklist(kept: sheet.text).items.isEmpty {
            sheet.text = Checklist(lines: sheet.text).text
        }
        sheet.filledBy = desk.moment.actor.person
    }

    struct Filling: Form {
        var title = ""
        var about: String?
        var text = ""
        static let fields: Fields<Filling> = [
            .text("title", \.title), .longText("about", \.about, max: 2_000),
            .longText("text", \.text, max: 100_000),
        ]
    }

    static let fillIn = Action<Sheet, Filling>(
        "fill_in", by: .officers, from: [.filling],
        prefill: { sheet, _ in
            var filling = Filling()
            if let sheet { filling.take(from: sheet.fields) }
            return filling
        }
    ) { sheet, input, desk in
        sheet.fields.take(["title", "about", "text"], from: input.fields)
        sheet.filledBy = desk.moment.actor.person
    }

    struct Renewing: Form {
        var edition = 1
        var text = ""
        static let fields: Fields<Renewing> = [
            .integer("edition", \.edition, in: 1...10_000),
            .longText("text", \.text, max: 40_000),
        ]
    }

    /// Takes over the lines of a later edition; what was ticked and noted stays.
    static let renewSheet = Action<Sheet, Renewing>(
        "renew_sheet", by: .officers, from: [.filling],
        unless: { sheet, _ in
            sheet.sort == .checklist ? nil : Phrase("knowledge.obstacle.template")
        }
    ) { sheet, input, _ in
        guard sheet.sort == .checklist else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.template"))
        }
        sheet.text = Checklist(kept: sheet.text).carried(to: input.text).text
        sheet.edition = input.edition
    }

    static let finishSheet = Action<Sheet, Nothing>(
        "finish_sheet", by: .officers, from: [.filling], to: [.finished]
    ) { _, _, _ in }

    static let reopenSheet = Action<Sheet, Nothing>(
        "reopen_sheet", by: .officers, from: [.finished], to: [.filling]
    ) { _, _, _ in }
}
