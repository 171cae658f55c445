// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension QuestionActions {
    static let answering = [assign.kind, answer.kind, note.kind]

    struct Assignment: Form {
        var assignedTo: RecordID?
        static let fields: Fields<Assignment> = [.person("assigned_to", \.assignedTo)]
    }

    static let assign = Action<Question, Assignment>(
        "assign_question", by: .officers, from: [.asked, .answered, .settled],
        prefill: { question, moment in
            var assignment = Assignment()
            assignment.assignedTo = question?.assignedTo ?? moment.actor.person
            return assignment
        }
    ) { question, input, desk in
        if let person = input.assignedTo, try desk.roles(of: person).isDisjoint(with: Role.staff) {
            throw Problems("assigned_to", "not_staff", Phrase("knowledge.problem.not_staff"))
        }
        question.assignedTo = input.assignedTo
        try tellStaff(question, "knowledge.notice.assigned", desk)
    }

    static let answer = Action<Question, Said>(
        "answer", by: .officers, from: [.asked, .answered], to: [.answered]
    ) { question, input, desk in
        question.answer = input.text
        question.answeredOn = question.answeredOn ?? desk.moment.today
        if question.assignedTo == nil { question.assignedTo = desk.moment.actor.person }
        try say(input.text, input.files, by: .desk, on: question, desk)
        try tellAsker(question, "knowledge.notice.answered", desk)
    }

    /// Among staff: who asked never sees it.
    static let note = Action<Question, Said>(
        "note", by: .officers, from: [.asked, .answered, .settled, .leaving, .moved]
    ) { question, input, desk in
        try say(input.text, input.files, by: .staff, on: question, desk)
    }
}
