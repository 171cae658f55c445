// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension DutyActions {
    static let messages = [
        write.kind, receive.kind, answer.kind, receiveAnswer.kind, giveBack.kind,
    ]

    struct Written: Form {
        var duty = Duty.networkContact
        var other = ""
        var subject = ""
        var text = ""
        var files: [FileReference] = []
        static let fields: Fields<Written> = [
            .choice("duty", \.duty), .tenant("other", \.other), .text("subject", \.subject),
            .longText("text", \.text, max: 20_000), .files("files", \.files, max: 10),
        ]
    }

    /// To whoever has the duty at another tenant.
    static let write = Action<DutyMessage, Written>("write_to_duty", by: .officers, to: [.sent]) {
        message, input, desk in
        guard input.other != desk.moment.tenant.slug,
            try desk.hasTakenUp("knowledge", at: input.other)
        else { throw Problems("other", "not_found", Phrase("knowledge.problem.no_tenant")) }
        message.fields.take(from: input.fields)
        message.sentOn = desk.moment.today
        message.author = desk.moment.actor.person
        try desk.send(
            Letter(
                id: desk.newID(), to: input.other, kind: "knowledge.duty_message",
                body: [
                    "sent": .string(message.id.text), "duty": .string(input.duty.rawValue),
                    "subject": .string(input.subject), "text": .string(input.text),
                    "files": .array(input.files.map(\.json)),
                ]))
    }

    struct Arrived: Form {
        var sender = ""
        var sent = RecordID.none
        var duty = Duty.networkContact
        var subject = ""
        var text = ""
        var files: [FileReference] = []
        static let fields: Fields<Arrived> = [
            .text("sender", \.sender, max: 63),
            .link("sent", \.sent, to: "knowledge.duty_message"), .choice("duty", \.duty),
            .text("subject", \.subject), .longText("text", \.text, max: 20_000),
            .files("files", \.files, max: 10),
        ]
    }

    /// Whoever holds the duty is told; where nobody does, the managers are, and it waits. Who sent it
    /// hears of either.
    static let receive = Action<DutyMessage, Arrived>(
        "receive_duty_message", by: [.system("post")], to: [.received], isInternal: true
    ) { message, input, desk in
        message.fields.take(["duty", "subject", "text", "files"], from: input.fields)
        (message.other, message.sent) = (input.sender, input.sent)
        message.sentOn = desk.moment.today
        let holders = try holders(of: input.duty, desk)
        (message.holder, message.standing) = (holders.first, holders.isEmpty ? .vacant : .held)
        if let holder = holders.first {
            try tell([holder], "knowledge.notice.duty", of: message, desk)
            try report(.held, of: message, desk)
        } else {
            let managers = try managers(desk)
            try tell(managers, "knowledge.notice.duty_vacant", of: message, desk)
            try report(
                vacancy(of: input.duty, desk), isManagerTold: !managers.isEmpty, of: message, desk)
        }
    }

    /// What was said to a duty is now for who holds it; for nobody, where nobody does.
    static func passOn(_ duty: Duty, _ desk: any Desk) throws {
        let holder = try holders(of: duty, desk).first
        for var message in try desk.list(
            DutyMessage.self,
            Query([.field("duty", is: duty), .init("standing", .notEqual, .text("sent"))], limit: 10_000))
        where message.holder != holder {
            (message.holder, message.standing) = (holder, holder == nil ? .vacant : .held)
            message = try desk.save(message)
            guard message.state == .received else { continue }
            try report(holder == nil ? vacancy(of: duty, desk) : .held, of: message, desk)
        }
    }

    private static func holders(of duty: Duty, _ desk: any Desk) throws -> [RecordID] {
        let posts = try desk.list(
            Post.self, Query([.field("duty", is: duty), .state(.open)], limit: 100))
        return try posts.flatMap { post in
            try desk.list(
                Mandate.self, Query([.field("post", is: post.id), .state(.held)], limit: 1_000)
            ).compactMap(\.person)
        }
    }

    struct Reply: Form {
        var answer = ""
        static let fields: Fields<Reply> = [.longText("answer", \.answer, max: 20_000)]
    }

    static let answer = Action<DutyMessage, Reply>(
        "answer_duty_message",
        by: [.party(field: "holder"), .on(field: "standing", ["vacant"], .role(.manager))],
        from: [.received], to: [.answered]
    ) { message, input, desk in
        message.answer = input.answer
        message.answeredOn = desk.moment.today
        guard let sent = message.sent else { return }
        try desk.send(
            Letter(
                id: desk.newID(), to: message.other, kind: "knowledge.duty_answer",
                body: ["record": .string(sent.text), "answer": .string(input.answer)]))
    }

    struct Answered: Form {
        var sender = ""
        var answer = ""
        static let fields: Fields<Answered> = [
            .text("sender", \.sender, max: 63), .longText("answer", \.answer, max: 20_000),
        ]
    }

    static let receiveAnswer = Action<DutyMessage, Answered>(
        "receive_duty_answer", by: [.system("post")], from: [.sent, .received, .waiting],
        to: [.answered], isInternal: true
    ) { message, input, desk in
        guard input.sender == message.other else { throw Refusal.notFound }
        message.answer = input.answer
        message.answeredOn = desk.moment.today
        try tell([message.author], "knowledge.notice.duty_answered", of: message, desk)
    }

    static let giveBack = Action<DutyMessage, Nothing>(
        "give_back_duty_message", by: [.system("post")], from: [.sent], to: [.undelivered],
        isInternal: true
    ) { _, _, _ in }
}
