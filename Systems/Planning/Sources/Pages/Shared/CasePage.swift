// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// One address for one case: its officers see what they work with, its applicant what became of
/// their application, and somebody else nothing.
enum CasePage {
    static let route = Route(
        .get, "/t/:tenant/planning/applications/:id", .everyone, formats: [.json],
        system: "planning", answer: answer)

    @Sendable private static func answer(_ request: Request) throws -> Response {
        // Whoever is not signed in learns nothing here, not even whether there is such a case.
        guard request.visitor.isSignedIn else { throw Refusal.signIn }
        let context = try DerivedContext(request, kind: Application.kind)
        if request.format == .json { return try RecordPage.answer(context) }
        let asOf = try request.asOf()
        let found = try context.find(asOf: asOf)
        if context.actor.isStaff {
            return try OfficerCasePage(context, found, asOf: asOf).answer()
        }
        if found.whole.state == .draft, asOf == nil {
            return .seeOther(context.href(found.whole.id, "apply"))
        }
        return try OwnCasePage(context, found).answer()
    }
}
