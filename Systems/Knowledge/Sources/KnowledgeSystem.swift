// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension System {
    /// Knowledge: questions and their answers, and what a network learns from them.
    public static let knowledge = System(
        "knowledge",
        records: [HelpDesk.self, Question.self, Message.self, Answer.self]
            + [Practice.self, Thing.self, Adoption.self, Profile.self]
            + [Post.self, Mandate.self, DutyMessage.self],
        actions: QuestionActions.all + PracticeActions.all + DutyActions.all,
        published: [.desk, .question, .sharedQuestion, .answer]
            + [.practice, .adoption, .profile] + [.post],
        letters: QuestionActions.letters + DutyActions.letters)
}
