// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A question that goes to another desk, of this body or another. Within a body its desk is another
/// one; to another body it goes by letters, the question first and then everything that was said. It
/// stays here, on its way, until the other says that it has it; should it come back, it is here
/// again as it was.
extension QuestionActions {
    static let handingOver = [
        handOver.kind, receive.kind, takeBack.kind, receiveMessage.kind, keepMessage.kind,
        confirm.kind, giveBack.kind,
    ]

    static let letters = [
        LetterKind(
            "knowledge.question", takenInBy: receive.kind, again: takeBack.kind,
            givenBackBy: (giveBack.kind, "record")),
        LetterKind("knowledge.message", takenInBy: receiveMessage.kind, again: keepMessage.kind),
        LetterKind("knowledge.question_received", takenInBy: confirm.kind),
    ]

    struct HandOver: Form {
        /// `tenant/desk`, as the commons knows it.
        var to = ""
        var why = ""
        static let fields: Fields<HandOver> = [.text("to", \.to), .longText("why", \.why)]
    }

    static let handOver = Action<Question, HandOver>(
        "hand_over", by: .officers, from: [.asked], to: [.asked, .leaving]
    ) { question, input, desk in
        let parts = input.to.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let id = RecordID(parts[1]) else { throw noDesk }
        let isOwn = parts[0] == desk.moment.tenant.slug
        let name = isOwn
            ? try desk.find(HelpDesk.self, id)?.name : try desk.published(id, by: parts[0])?.title
        try say(input.why, by: .desk, on: question, desk, handingTo: (parts[0], name))
        if isOwn {
            try move(&question, toOwn: id, desk)
        } else {
            try send(&question, to: parts[0], id, desk)
        }
    }

    private static let noDesk = Problems("to", "not_found", Phrase("knowledge.problem.no_desk"))

    private static func move(
        _ question: inout Stored<Question>, toOwn id: RecordID, _ desk: any Desk
    ) throws {
        guard let other = try desk.find(HelpDesk.self, id), other.state == .open else { throw noDesk }
        guard id != question.desk else {
            throw Problems("to", "same", Phrase("knowledge.problem.same_desk"))
        }
        (question.desk, question.assignedTo) = (id, nil)
        try tellStaff(question, "knowledge.notice.handed", desk)
        try tellAsker(question, "knowledge.notice.moved", desk, ["to": other.name])
    }

    private static func send(
        _ question: inout Stored<Question>, to tenant: String, _ id: RecordID, _ desk: any Desk
    ) throws {
        guard try desk.hasTakenUp("knowledge", at: tenant) else { throw noDesk }
        question.state = .leaving
        question.movedTo = tenant
        let whole = question.fields.letter(id: question.id, to: id)
        try desk.send(Letter(id: desk.newID(), to: tenant, kind: "knowledge.question", body: whole))
        let said = try desk.list(
            Message.self,
            Query([.field("question", is: question.id)], order: "said_at", limit: 100_000))
        for message in said {
            try desk.send(
                Letter(
                    id: desk.newID(), to: tenant, kind: "knowledge.message",
                    body: message.fields.letter(id: message.id)))
        }
    }

    struct Arrival: Form {
        var sender = ""
        var toDesk = RecordID.none
        var question = Question()
        static let fields: Fields<Arrival> = Fields(
            [.text("sender", \.sender, max: 63), .link("to_desk", \.toDesk, to: "knowledge.desk")]
                + Moving.question.map { $0.within(\.question) })
    }

    /// Another body's question comes here to stay. A desk that closed meanwhile is stood in for.
    static let receive = Action<Question, Arrival>(
        "receive_question", by: [.system("post")], to: [.asked], isInternal: true
    ) { question, input, desk in
        question.fields = input.question
        try settleIn(&question, input.fields, desk)
    }

    /// It has been here before.
    static let takeBack = Action<Question, Arrival>(
        "take_back_question", by: [.system("post")], from: [.moved], to: [.asked], isInternal: true
    ) { question, input, desk in
        question.fields = input.question
        try settleIn(&question, input.fields, desk)
    }

    private static func settleIn(
        _ question: inout Stored<Question>, _ input: Arrival, _ desk: any Desk
    ) throws {
        guard let help = try openDesk(input.toDesk, desk) else {
            throw Refusal.notNow(Phrase("knowledge.problem.no_desk"))
        }
        (question.desk, question.cameFrom) = (help.id, input.sender)
        (question.movedTo, question.assignedTo) = (nil, nil)
        try desk.send(
            Letter(
                id: desk.newID(), to: input.sender, kind: "knowledge.question_received",
                body: ["record": .string(question.id.text)]))
        try tellStaff(question, "knowledge.notice.handed", desk)
        try tellAsker(
            question, "knowledge.notice.moved", desk,
            ["to": "\(help.name), \(desk.moment.tenant.name)"])
    }

    /// The desk meant, else one for the rest, else any.
    private static func openDesk(_ id: RecordID, _ desk: any Desk) throws -> Stored<HelpDesk>? {
        if let meant = try desk.find(HelpDesk.self, id), meant.state == .open { return meant }
        let others = try desk.list(HelpDesk.self, Query([.state(.open)], limit: 1_000))
        return others.first { $0.takesRest == true } ?? others.first
    }

    struct ArrivedMessage: Form {
        var sender = ""
        var message = Message()
        static let fields: Fields<ArrivedMessage> = Fields(
            [.text("sender", \.sender, max: 63)] + Moving.message.map { $0.within(\.message) })
    }

    static let receiveMessage = Action<Message, ArrivedMessage>(
        "receive_message", by: [.system("post")], to: [.said], isInternal: true
    ) { message, input, desk in
        message.fields = input.message
        guard let question = try desk.find(Question.self, message.question),
            question.cameFrom == input.sender
        else { throw Refusal.notFound }
        (message.asker, message.key) = (question.asker, question.key)
    }

    /// What was said while it was here is here.
    static let keepMessage = Action<Message, ArrivedMessage>(
        "keep_message", by: [.system("post")], from: [.said], isInternal: true
    ) { _, _, _ in }

    struct Sender: Form {
        var sender = ""
        static let fields: Fields<Sender> = [.text("sender", \.sender, max: 63)]
    }

    static let confirm = Action<Question, Sender>(
        "confirm_move", by: [.system("post")], from: [.leaving], to: [.moved], isInternal: true
    ) { question, input, _ in
        guard input.sender == question.movedTo else { throw Refusal.notFound }
    }

    static let giveBack = Action<Question, Nothing>(
        "give_back_question", by: [.system("post")], from: [.leaving], to: [.asked],
        isInternal: true
    ) { question, _, desk in
        question.movedTo = nil
        try tellStaff(question, "knowledge.notice.came_back", desk)
    }
}
