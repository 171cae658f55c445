// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension System {
    /// Knowledge: questions and their answers, and what a network learns from them. A part is a
    /// folder; each adds a line to these lists.
    public static let knowledge = System(
        "knowledge",
        records: [HelpDesk.self, Question.self, Message.self, Answer.self]
            + [Practice.self, Thing.self, Adoption.self, Profile.self]
            + [Post.self, Mandate.self, DutyMessage.self]
            + [Event.self, Registration.self, Material.self]
            + [Guide.self, Edition.self, Section.self, Round.self, GuideComment.self, Sheet.self]
            + [CatalogueEntry.self, Pledge.self]
            + [Subscription.self, Digest.self]
            + [Translation.self],
        actions: QuestionActions.all
            + PracticeActions.all
            + DutyActions.all
            + EventActions.all
            + GuideActions.all
            + CatalogueActions.all
            + PledgeActions.all
            + DigestActions.all
            + TranslationActions.all,
        published: [.desk, .question, .sharedQuestion, .answer]
            + [.practice, .adoption, .profile]
            + [.post]
            + PublishedKind.events
            + [.guide, .section, .round, .sharedRound]
            + [.catalogueEntry, .pledge]
            + PublishedKind.translations,
        letters: QuestionActions.letters
            + DutyActions.letters)
}
