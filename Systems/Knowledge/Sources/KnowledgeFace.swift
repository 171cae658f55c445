// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// Knowledge's own pages, and where they are entered.
public enum KnowledgeFace {
    /// Where its rules lie.
    public static let rules = Bundle.module.bundleURL.appending(path: "Rules")

    /// - Throws: `Fault` if the system's words are not beside the program.
    public static func face() throws -> Face {
        Face(
            .knowledge,
            routes: KnowledgePage.routes + AskPage.routes + SendPage.routes + QuestionPage.routes
                + DeskPage.routes + InboxPage.routes + OwnQuestionsPage.routes + AnswersPage.routes
                + PracticesPage.routes + PracticePage.routes + AdoptionPage.routes
                + DutiesPage.routes + PostPage.routes + WritePage.routes + DutyMessagePage.routes
                + EventPages.routes
                + GuidePages.routes + DigestFace.routes + TranslationFace.routes
                + AnswerPage.routes + CataloguePage.routes + CatalogueEntryPage.routes
                + PledgesPage.routes + PledgePage.routes,
            navigation: [
                Face.Entrance("knowledge.ask", "/ask"),
                Face.Entrance("knowledge.title", "/knowledge"),
            ],
            tasks: [Face.Entrance("knowledge.ask", "/ask")],
            work: [
                Face.Entrance("knowledge.inbox", "/t/:tenant/knowledge/inbox", for: .staff),
                Face.Entrance("knowledge.mine", "/questions/mine", for: .signedIn),
                Face.Entrance("knowledge.following", "/digest", for: .signedIn),
                Face.Entrance("knowledge.digest.here", "/t/:tenant/knowledge/digest", for: .staff),
                Face.Entrance("knowledge.ask.here", "/ask?place=:tenant"),
                Face.Entrance("knowledge.events.here", "/t/:tenant/knowledge/events", for: .staff),
                Face.Entrance("knowledge.guides.ours", "/t/:tenant/knowledge/guides", for: .staff),
                Face.Entrance(
                    "knowledge.catalogue.ours", "/t/:tenant/knowledge/catalogue-entries", for: .staff),
                Face.Entrance("knowledge.pledges.ours", "/t/:tenant/knowledge/pledges", for: .staff),
                Face.Entrance(
                    "knowledge.translations", "/t/:tenant/knowledge/translations", for: .staff),
                Face.Entrance("knowledge.sheets", "/t/:tenant/knowledge/sheets", for: .staff),
            ],
            words: try SystemResources.words(in: .module),
            siteMap: { _ in ["/knowledge", "/ask", "/ask/desks"] + KnowledgePage.parts.map(\.path) },
            about: KnowledgePage.about,
            highlights: { try KnowledgeHighlights(request: $0).list($1, $2) },
            daily: KnowledgeDaily.run,
            jobs: { DigestFace.jobs($0) + [MachineWork(translator: $0.translator).handler] },
            mailings: [DigestMail.mailing])
    }
}
