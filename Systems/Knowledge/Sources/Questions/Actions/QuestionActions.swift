// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done with questions, desks and answers.
enum QuestionActions {
    static let all =
        desks + asking + answering + handingOver + publishing

    /// The page of a question.
    static func path(_ question: Stored<Question>, _ desk: any Desk) -> String {
        "/t/\(desk.moment.tenant.slug)/knowledge/questions/\(question.id.text)"
    }

    /// Tells whoever works on a question; its desk's lead as long as nobody does.
    static func tellStaff(_ question: Stored<Question>, _ key: String, _ desk: any Desk) throws {
        let lead = try desk.find(HelpDesk.self, question.desk)?.lead
        guard let person = question.assignedTo ?? lead, person != desk.moment.actor.person else {
            return
        }
        try desk.notify(
            Notice(
                to: person, Phrase(key, ["question": question.subject]), path: path(question, desk)))
    }

    /// Tells who asked, if they have an account; everybody else looks by their link.
    static func tellAsker(
        _ question: Stored<Question>, _ key: String, _ desk: any Desk, _ more: [String: String] = [:]
    ) throws {
        guard let asker = question.asker, asker != desk.moment.actor.person else { return }
        let values = ["question": question.subject].merging(more) { _, own in own }
        try desk.notify(Notice(to: asker, Phrase(key, values), path: path(question, desk)))
    }

    /// Keeps something that was said on a question; of a hand-over, to whom.
    static func say(
        _ text: String, _ files: [FileReference] = [], by side: Message.Side,
        on question: Stored<Question>, _ desk: any Desk,
        handingTo next: (body: String, desk: String?)? = nil
    ) throws {
        var message = Message()
        message.question = question.id
        message.side = side
        if side != .asker {
            message.body = desk.moment.tenant.slug
            message.desk = try desk.find(HelpDesk.self, question.desk)?.name
        }
        (message.handedTo, message.handedToDesk) = (next?.body, next?.desk)
        message.text = text
        message.files = files
        message.saidAt = desk.moment.now
        message.author = desk.moment.actor.person
        message.asker = question.asker
        message.key = question.key
        _ = try desk.create(message, in: .said)
    }
}
