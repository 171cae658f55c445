// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension QuestionActions {
    static let asking = [ask.kind, add.kind, rate.kind, showTo.kind, withdraw.kind, closeLink.kind]

    /// How long the link of somebody without an account opens their question, in days.
    static let linkDays = 180

    /// From one address, of those who are not signed in: a whole office may come from one.
    static let strangersAnHour = 30

    struct Asked: Form {
        var text = ""
        var subject: String?
        var audience = Audience.resident
        var topic: Topic?
        var place: String?
        var language: Tongue?
        var desk = RecordID.none
        var visibility = Question.Visibility.private
        var name: String?
        var files: [FileReference] = []
        var key: String?
        static let fields: Fields<Asked> = [
            .longText("text", \.text, max: 20_000), .text("subject", \.subject, max: 200),
            .choice("audience", \.audience), .choice("topic", \.topic),
            .text("place", \.place, max: 63), .choice("language", \.language),
            .link("desk", \.desk, to: "knowledge.desk"),
            .choice("visibility", \.visibility), .text("name", \.name, privacy: .personal),
            .files("files", \.files, max: 10), .text("key", \.key, max: 64),
        ]
    }

    /// Anyone's question. Who is not signed in sends the digest of a secret, by which they follow it.
    static let ask = Action<Question, Asked>(
        "ask", by: [.anyone], to: [.asked], strangersAnHour: strangersAnHour
    ) { question, input, desk in
        guard let help = try desk.find(HelpDesk.self, input.desk), help.state == .open else {
            throw Problems("desk", "not_found", Phrase("knowledge.problem.no_desk"))
        }
        let today = desk.moment.today
        question.fields.take(from: input.fields)
        question.subject = input.subject ?? subject(of: input.text)
        question.asker = desk.moment.actor.person
        if question.asker == nil {
            guard let key = input.key, isDigest(key) else {
                throw Problems("key", "required", Phrase("knowledge.problem.no_key"))
            }
            question.keyUntil = today.adding(days: linkDays)
        } else {
            question.key = nil
        }
        question.askedOn = today
        question.promisedOn = question.fields.clock(
            promise: help.promise, by: help.name, at: desk.moment, explaining: false).dueOn
        try tellStaff(question, "knowledge.notice.asked", desk)
    }

    static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// What a question without one is called: its first sentence, as far as it is short.
    static func subject(of text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
        let end = line.firstIndex { ".?!;".contains($0) }
        let sentence = end.map { String(line[...$0]) } ?? line
        guard sentence.unicodeScalars.count > 120 else { return sentence }
        var short = ""
        for word in sentence.split(separator: " ") {
            guard short.count + word.count < 118 else { break }
            short += short.isEmpty ? String(word) : " \(word)"
        }
        return (short.isEmpty ? String(sentence.prefix(118)) : short) + "…"
    }

    struct Said: Form {
        var text = ""
        var files: [FileReference] = []
        static let fields: Fields<Said> = [
            .longText("text", \.text, max: 20_000), .files("files", \.files, max: 10),
        ]
    }

    private static let asker: [Grant] = [.party(field: "asker"), .holder(field: "key")]

    /// More to the question. Once it was answered the desk promises anew.
    static let add = Action<Question, Said>(
        "add", by: asker, from: [.asked, .answered, .settled], to: [.asked]
    ) { question, input, desk in
        if question.answeredOn != nil {
            let help = try desk.find(HelpDesk.self, question.desk)
            (question.askedOn, question.answeredOn, question.cameFrom) = (desk.moment.today, nil, nil)
            question.promisedOn = question.fields.clock(
                promise: help?.promise ?? HelpDesk().promise, by: help?.name ?? "", at: desk.moment,
                explaining: false).dueOn
        }
        try say(input.text, input.files, by: .asker, on: question, desk)
        try tellStaff(question, "knowledge.notice.added", desk)
    }

    struct Rating: Form {
        var rating = 0
        var ratingWords: String?
        static let fields: Fields<Rating> = [
            .integer("rating", \.rating, in: 1...5),
            .longText("rating_words", \.ratingWords, privacy: .personal),
        ]
    }

    static let rate = Action<Question, Rating>(
        "rate", by: asker, from: [.answered, .settled], to: [.settled]
    ) { question, input, desk in
        question.rating = input.rating
        question.ratingWords = input.ratingWords
        try tellStaff(question, "knowledge.notice.rated", desk)
    }

    struct Showing: Form {
        var visibility = Question.Visibility.private
        static let fields: Fields<Showing> = [.choice("visibility", \.visibility)]
    }

    /// Who asked says who may read it; the desk may only take that back.
    static let showTo = Action<Question, Showing>(
        "show_to", by: asker + .officers, from: [.asked, .answered, .settled],
        prefill: { question, _ in
            var showing = Showing()
            showing.visibility = question?.visibility ?? .private
            return showing
        }
    ) { question, input, desk in
        let isAsker = asker.contains { $0.holds(for: desk.moment.actor, on: question.row.grounds) }
        guard isAsker || input.visibility.reach <= question.visibility.reach else {
            throw Problems("visibility", "not_yours", Phrase("knowledge.problem.visibility"))
        }
        question.visibility = input.visibility
    }

    static let withdraw = Action<Question, Nothing>(
        "withdraw_question", by: asker, from: [.asked, .answered, .settled], to: [.withdrawn]
    ) { question, _, desk in try tellStaff(question, "knowledge.notice.withdrawn", desk) }

    /// A link opens its question for a time, not for ever.
    static let closeLink = Action<Question, Nothing>(
        "close_link", by: [.system("clock")], from: Question.kind.states, isInternal: true
    ) { question, _, desk in
        let said = try desk.list(
            Message.self, Query([.field("question", is: question.id)], limit: 100_000))
        for var message in said where message.key != nil {
            message.key = nil
            _ = try desk.save(message)
        }
        (question.key, question.keyUntil) = (nil, nil)
    }
}

extension Question.Visibility {
    /// How many see it, for comparing.
    var reach: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
