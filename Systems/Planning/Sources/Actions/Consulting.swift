// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PlanningActions {
    static let consulting = [askConsultee.kind, receiveRequest.kind, answerRequest.kind, receiveAnswer.kind]

    /// The letters authorities write to each other about a case.
    static let letters = [
        LetterKind("planning.consultation_request", takenInBy: receiveRequest.kind),
        LetterKind("planning.consultation_answer", takenInBy: receiveAnswer.kind),
    ]

    struct Question: Form {
        var application = RecordID.none
        var consultee = ""
        var question = ""
        static let fields: Fields<Question> = [
            .link("application", \.application, to: "planning.application"),
            .text("consultee", \.consultee, max: 63), .longText("question", \.question),
        ]
    }

    /// Puts a question to another authority. Until its answer is here, the case stays with us.
    static let askConsultee = Action<Consultation, Question>(
        "ask_consultee", by: officers, to: [.asked]
    ) { consultation, input, desk in
        guard let application = try desk.find(Application.self, input.application) else {
            throw Problems("application", "not_found", Phrase("planning.problem.no_application"))
        }
        guard Tenant.isSlug(input.consultee), input.consultee != desk.moment.tenant.slug else {
            throw Problems("consultee", "not_found", Phrase("planning.problem.no_consultee"))
        }
        consultation.fields.take(from: input.fields)
        consultation.askedOn = desk.moment.today
        try desk.send(
            Letter(
                id: desk.newID(), to: input.consultee, kind: "planning.consultation_request",
                body: [
                    "consultation": .string(consultation.id.text),
                    "file_number": .optional(application.fileNumber),
                    "proposal": .optional(application.proposal),
                    "address": .optional(application.address),
                    "question": .string(input.question),
                ]))
    }

    static let receiveRequest = Action<ConsulteeRequest, ConsulteeRequest>(
        "receive_request", by: [.system("post")], to: [.received], isInternal: true
    ) { request, input, desk in
        request.fields = input.fields
        request.receivedOn = desk.moment.today
    }

    struct Reply: Form {
        var answer = ""
        static let fields: Fields<Reply> = [.longText("answer", \.answer, max: 20_000)]
    }

    static let answerRequest = Action<ConsulteeRequest, Reply>(
        "answer_request", by: officers, from: [.received], to: [.answered]
    ) { request, input, desk in
        request.answer = input.answer
        request.answeredOn = desk.moment.today
        try desk.send(
            Letter(
                id: desk.newID(), to: request.sender, kind: "planning.consultation_answer",
                body: [
                    "record": .string(request.consultation.text), "answer": .string(input.answer),
                ]))
    }

    struct ReceivedAnswer: Form {
        var sender = ""
        var answer = ""
        static let fields: Fields<ReceivedAnswer> = [
            .text("sender", \.sender, max: 63), .longText("answer", \.answer, max: 20_000),
        ]
    }

    /// Only the authority that was asked can answer.
    static let receiveAnswer = Action<Consultation, ReceivedAnswer>(
        "receive_answer", by: [.system("post")], from: [.asked], to: [.answered], isInternal: true
    ) { consultation, input, desk in
        guard input.sender == consultation.consultee else { throw Refusal.notFound }
        consultation.answer = input.answer
        consultation.answeredOn = desk.moment.today
    }
}
