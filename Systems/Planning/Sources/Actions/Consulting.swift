// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PlanningActions {
    static let consulting = [
        askConsultee.kind, receiveRequest.kind, answerRequest.kind, receiveAnswer.kind,
        giveBackRequest.kind,
    ]

    /// The letters authorities write to each other about a case.
    static let letters = [
        LetterKind(
            "planning.consultation_request", takenInBy: receiveRequest.kind,
            givenBackBy: (giveBackRequest.kind, "consultation")),
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
        let application = try consultable(input.application, desk)
        guard input.consultee != desk.moment.tenant.slug,
            try desk.hasTakenUp("planning", at: input.consultee)
        else { throw Problems("consultee", "not_found", Phrase("planning.problem.no_consultee")) }
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

    /// The case a question may be on: one that is before the authority.
    private static func consultable(
        _ id: RecordID, _ desk: any Desk
    ) throws -> Stored<Application> {
        guard let application = try desk.find(Application.self, id),
            !Application.kind.privateStates.contains(application.state)
        else {
            throw Problems("application", "not_found", Phrase("planning.problem.no_case"))
        }
        guard open.contains(application.state) else {
            throw Problems("application", "not_open", Phrase("planning.problem.case_not_open"))
        }
        return application
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

    /// The question could not be delivered: whoever has the case hears of it.
    static let giveBackRequest = Action<Consultation, Nothing>(
        "give_back_request", by: [.system("post")], from: [.asked], to: [.undelivered],
        isInternal: true
    ) { consultation, _, desk in
        guard let application = try desk.find(Application.self, consultation.application),
            let officer = application.assignedTo
        else { return }
        try desk.notify(
            Notice(
                to: officer,
                Phrase("planning.notice.undelivered", ["file": application.fileNumber ?? ""]),
                path: "/t/\(desk.moment.tenant.slug)/planning/applications/\(application.id)"))
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
