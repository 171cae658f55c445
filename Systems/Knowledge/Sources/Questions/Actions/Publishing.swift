// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension QuestionActions {
    static let publishing = [
        publish.kind, write.kind, revise.kind, keepOn.kind, expire.kind, takeDown.kind,
    ]

    /// How long an answer is good before somebody looks at it again, unless they say otherwise.
    static let answerMonths = 12

    /// The answer to a question, for everyone.
    static let publish = Action<Question, Answer>(
        "publish_answer", by: .officers, from: [.answered, .settled],
        prefill: { question, moment in
            var answer = Answer()
            answer.question = question?.subject ?? ""
            answer.answer = question?.answer ?? ""
            answer.topic = question?.topic
            answer.language = question?.language
            answer.expiresOn = moment.today.adding(months: answerMonths)
            answer.owner = moment.actor.person
            return answer
        }
    ) { question, input, desk in
        let there = [Query.Filter.field("source", is: question.id), .state(.current, .expired)]
        guard try desk.list(Answer.self, Query(there, limit: 1)).isEmpty else {
            throw Refusal.notNow(Phrase("knowledge.refusal.published"))
        }
        var answer = input.fields
        answer.source = question.id
        answer.owner = answer.owner ?? desk.moment.actor.person
        try check(answer, desk.moment)
        _ = try desk.create(answer, in: .current)
    }

    /// An answer to what nobody has asked yet.
    static let write = Action<Answer, Answer>(
        "write_answer", by: .officers, to: [.current],
        prefill: { _, moment in
            var answer = Answer()
            answer.expiresOn = moment.today.adding(months: answerMonths)
            answer.owner = moment.actor.person
            return answer
        }
    ) { answer, input, desk in
        answer.fields = input.fields
        try check(answer.fields, desk.moment)
    }

    static let revise = Action<Answer, Answer>(
        "revise_answer", by: .officers, from: [.current, .expired], to: [.current],
        prefill: { answer, _ in answer?.fields ?? Answer() }
    ) { answer, input, desk in
        let source = answer.source
        answer.fields = input.fields
        answer.source = source
        try check(answer.fields, desk.moment)
        try TranslationActions.follow(Original(answer), desk)
    }

    struct Longer: Form {
        var expiresOn = Day.first
        static let fields: Fields<Longer> = [.day("expires_on", \.expiresOn)]
    }

    /// It was looked at, and is still right.
    static let keepOn = Action<Answer, Longer>(
        "keep_answer", by: .officers, from: [.current, .expired], to: [.current],
        prefill: { _, moment in
            var longer = Longer()
            longer.expiresOn = moment.today.adding(months: answerMonths)
            return longer
        }
    ) { answer, input, desk in
        answer.expiresOn = input.expiresOn
        try check(answer.fields, desk.moment)
        try TranslationActions.follow(Original(answer), desk)
    }

    static let expire = Action<Answer, Nothing>(
        "expire_answer", by: [.system("clock")], from: [.current], to: [.expired], isInternal: true
    ) { answer, _, desk in
        try TranslationActions.follow(Original(answer), desk)
        guard let owner = answer.owner else { return }
        try desk.notify(
            Notice(
                to: owner, Phrase("knowledge.notice.expired", ["question": answer.question]),
                path: "/t/\(desk.moment.tenant.slug)/knowledge/answers/\(answer.id.text)"))
    }

    static let takeDown = Action<Answer, Nothing>(
        "withdraw_answer", by: .officers, from: [.current, .expired], to: [.withdrawn]
    ) { answer, _, desk in try TranslationActions.follow(Original(answer), desk) }

    private static func check(_ answer: Answer, _ moment: Moment) throws {
        guard answer.expiresOn > moment.today else {
            throw Problems("expires_on", "past", Phrase("knowledge.problem.expires"))
        }
    }
}
