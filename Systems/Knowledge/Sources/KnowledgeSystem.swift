// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension System {
    /// Knowledge: questions and their answers, and what a network learns from them.
    public static let knowledge = System(
        "knowledge",
        records: [HelpDesk.self, Question.self, Message.self, Answer.self]
            + [Practice.self, Thing.self, Adoption.self, Profile.self],
        actions: QuestionActions.all + PracticeActions.all,
        published: [.desk, .question, .sharedQuestion, .answer]
            + [.practice, .adoption, .profile],
        letters: QuestionActions.letters)
}
