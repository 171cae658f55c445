// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Giving a case to somebody: those are offered who work on cases here.
enum AssignPage {
    private static let action = PlanningActions.assign.kind
    static let routes = OfficerAction.routes(action, page: page)

    @Sendable private static func page(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Application.kind)
        var page = try ActionPage(context, action)
        page.above = page.found.map { CaseParts(context, $0.whole).about } ?? ""
        page.options = ["officer": try officers(context)]
        return page
    }

    /// Those who are officers or managers here today, in the order of their names.
    private static func officers(_ context: DerivedContext) throws -> [UI.Option] {
        let roles = [Role.officer, .manager].map(\.rawValue)
        let today = context.moment.today
        let members = try context.request.site.accounts.members(of: context.slug).filter {
            let held = $0.membership
            return roles.contains(held.role)
                && (held.from ?? today) <= today && today <= (held.until ?? today)
        }
        let names = Dictionary(
            members.map { ($0.membership.person.text, $0.name) },
            uniquingKeysWith: { first, _ in first })
        return names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            .map { UI.Option($0.key, $0.value) }
    }
}
