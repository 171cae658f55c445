// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// An applicant's own draft, as the pages on which it is filled in work on it.
struct Draft: Sendable {
    let context: DerivedContext
    let row: StoredRow

    /// The draft the path names; nil if the application is the visitor's, but no draft any more.
    /// - Throws: `Refusal.notFound` if it is not theirs.
    init?(_ request: Request) throws {
        context = try DerivedContext(request, kind: Application.kind)
        row = try context.find().whole
        guard PlanningActions.answer.kind.permits(context.actor, on: row.grounds) else {
            throw Refusal.notFound
        }
        guard row.state == .draft else { return nil }
    }

    var ui: UI { context.ui }
    var application: Stored<Application> { Stored(row) }
    var words: FieldWords { FieldWords(ui, action: PlanningActions.answer.kind) }

    /// What keeps it from being lodged today.
    var problems: Problems {
        Completeness(application: application.fields, moment: context.moment).problems
    }

    /// The fee, as far as it can be told yet.
    var fee: FeeAnswer? { PlanningActions.fee(of: application.fields, at: context.moment) }

    /// The answer by which the fee of its class is charged.
    var measure: String? { FeeMeasure.field(for: application.fields, at: context.moment) }

    /// The address of the list of tasks, or of one of its pages.
    func href(_ page: String? = nil) -> Href {
        let list = context.href(row.id, "apply")
        return page.map { "\(list)/\($0)" } ?? list
    }

    /// The pages above one of its own.
    var breadcrumbs: [UI.Link] {
        [
            UI.Link(ui("planning.mine"), "/planning/mine"),
            UI.Link(title, href()),
        ]
    }

    /// What the draft is called while it has no file number.
    var title: String { application.address ?? ui("planning.apply.untitled") }
}
