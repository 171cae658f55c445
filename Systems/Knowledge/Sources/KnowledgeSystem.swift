// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension System {
    /// Knowledge: questions and their answers, and what a network learns from them.
    public static let knowledge = System(
        "knowledge",
        records: [
            HelpDesk.self, Question.self, Message.self, Answer.self,
            Guide.self, Edition.self, Section.self, Round.self, GuideComment.self, Sheet.self,
        ],
        actions: QuestionActions.all
            + GuideActions.all,
        published: [
            .desk, .question, .sharedQuestion, .answer,
            .guide, .section, .round, .sharedRound,
        ],
        letters: QuestionActions.letters)
}
