// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Forms that are come to from an edition, which they know: of a new section, of a comment round.
enum WritingPages {
    static let routes = [GuideActions.addSection.kind, GuideActions.openRound.kind].flatMap { action in
        let path = "/t/:tenant/knowledge/\(action.record.plural)/new/\(action.segment)"
        let officers = Access.roles([.officer, .manager])
        return [
            Route(.get, path, officers, system: "knowledge") { request in
                try page(request, action).show()
            },
            Route(.post, path, officers, system: "knowledge") { request in
                var page = try page(request, action)
                let sent = try await page.received()
                if action.name == GuideActions.openRound.kind.name { lead(&page, sent) }
                return try await page.take(sent)
            },
        ]
    } + answers

    /// What puts an answer into a guide: into any that is being written.
    private static let answers: [Route] = {
        let path = "/t/:tenant/knowledge/questions/:id/\(GuideActions.putInGuide.kind.segment)"
        let officers = Access.roles([.officer, .manager])
        return [
            Route(.get, path, officers, system: "knowledge") { try answer($0).show() },
            Route(.post, path, officers, system: "knowledge") { try await answer($0).take() },
        ]
    }()

    private static func answer(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Question.kind)
        var page = try ActionPage(context, GuideActions.putInGuide.kind)
        let drafts = try context.store.read(as: context.actor) { reader in
            try reader.list(Edition.self, Query([.state(.draft)], order: "title", limit: 500))
        }
        let ui = context.ui
        page.options["edition"] = drafts.map { draft in
            let number = ui("knowledge.edition.nth", ["number": ui.number(draft.number)])
            return UI.Option(draft.id.text, "\(draft.title), \(number)")
        }
        return page
    }

    private static func page(_ request: Request, _ action: ActionKind) throws -> ActionPage {
        var page = try ActionPage(DerivedContext(request, kind: action.record), action)
        let ui = page.context.ui
        page.unasked = ["edition", "key"]
        page.inside = { draft in
            ui.hidden("edition", draft.form["edition"] ?? request.query["edition"] ?? "")
        }
        page.filled = { draft in
            var texts = ["edition": draft.form["edition"] ?? ""]
            if isForInvited(draft) { texts["key"] = Secret.digest(draft.key) }
            return texts
        }
        return page
    }

    private static func isForInvited(_ draft: ActionPage.Draft) -> Bool {
        draft.form["open_to"] == Round.Openness.invited.rawValue
    }

    /// To the round; by the link of those who are invited, which nobody can be told later.
    private static func lead(_ page: inout ActionPage, _ sent: ActionPage.Draft) {
        page.next = { [context = page.context] outcome in
            context.href(outcome.row.id).with([
                "key": isForInvited(sent) ? sent.key : nil,
                "done": GuideActions.openRound.kind.segment,
            ])
        }
    }
}
