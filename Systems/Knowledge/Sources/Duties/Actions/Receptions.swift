// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How who wrote to a duty hears what became of it: received by who holds it, or waiting, and why.
extension DutyActions {
    static let receptions = [hear.kind]

    struct Heard: Form {
        var sender = ""
        var reception = DutyMessage.Reception.held
        var isManagerTold: Bool?
        static let fields: Fields<Heard> = [
            .text("sender", \.sender, max: 63), .choice("reception", \.reception),
            .flag("manager_told", \.isManagerTold),
        ]
    }

    static let hear = Action<DutyMessage, Heard>(
        "hear_of_duty_message", by: [.system("post")], from: [.sent, .received, .waiting],
        to: [.received, .waiting], isInternal: true
    ) { message, input, desk in
        guard input.sender == message.other else { throw Refusal.notFound }
        message.state = input.reception == .held ? .received : .waiting
        message.reception = input.reception
        // That a manager was told once stays so.
        message.isManagerTold = message.isManagerTold == true ? true : input.isManagerTold
        if input.reception != .held {
            try tell([message.author], "knowledge.notice.duty_waits", of: message, desk)
        }
    }

    /// Tells who sent a message how it was received here.
    static func report(
        _ reception: DutyMessage.Reception, isManagerTold: Bool = false,
        of message: Stored<DutyMessage>, _ desk: any Desk
    ) throws {
        guard let sent = message.sent else { return }
        try desk.send(
            Letter(
                id: desk.newID(), to: message.other, kind: "knowledge.duty_reception",
                body: [
                    "record": .string(sent.text), "reception": .string(reception.rawValue),
                    "manager_told": .bool(isManagerTold),
                ]))
    }

    /// Why nobody reads what is said to a duty.
    static func vacancy(of duty: Duty, _ desk: any Desk) throws -> DutyMessage.Reception {
        let posts = try desk.list(
            Post.self, Query([.field("duty", is: duty), .state(.open)], limit: 100))
        if posts.isEmpty { return .noPost }
        return posts.contains { $0.held > 0 } ? .noAccount : .vacant
    }

    /// Who can take up what nobody holds.
    static func managers(_ desk: any Desk) throws -> [RecordID] {
        let managers = try desk.people(with: .manager)
        return managers.isEmpty ? try desk.people(with: .administrator) : managers
    }

    static func tell(
        _ people: [RecordID?], _ key: String, of message: Stored<DutyMessage>, _ desk: any Desk
    ) throws {
        for person in people.compactMap(\.self) {
            try desk.notify(
                Notice(
                    to: person, Phrase(key, ["subject": message.subject]),
                    path: "/t/\(desk.moment.tenant.slug)/knowledge/duty-messages/\(message.id.text)"))
        }
    }
}
