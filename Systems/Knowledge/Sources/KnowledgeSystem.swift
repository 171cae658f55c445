// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension System {
    /// Knowledge: questions and their answers, and what a network learns from them.
    public static let knowledge = System(
        "knowledge",
        records: [
            HelpDesk.self, Question.self, Message.self, Answer.self,
            Event.self, Registration.self, Material.self,
        ],
        actions: QuestionActions.all
            + EventActions.all,
        published: [.desk, .question, .sharedQuestion, .answer]
            + PublishedKind.events,
        letters: QuestionActions.letters)
}
