// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension EventActions {
    static let attending = [markCame.kind, markAbsent.kind]

    private static let begun: @Sendable (Stored<Registration>, Moment) -> Phrase? = { registration, moment in
        guard let day = registration.occurrence, day > moment.today else { return nil }
        return Phrase("knowledge.obstacle.not_begun")
    }

    /// They were there; they have a certificate then, where the event gives one.
    static let markCame = Action<Registration, Nothing>(
        "mark_came", by: .officers, from: [.registered, .waiting, .absent], to: [.came], unless: begun
    ) { registration, _, desk in
        registration.remindAfter = nil
        registration.waitingSince = nil
        guard let event = try desk.find(Event.self, registration.event) else { return }
        // Of a series that one registers for as a whole its first time counts.
        guard registration.occurrence != nil || event.startsOn <= desk.moment.today else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.not_begun"))
        }
        guard event.certificate == true else { return }
        registration.certificate = registration.certificate ?? number(desk)
        registration.issuedOn = registration.issuedOn ?? desk.moment.today
        try tell([registration], of: event, "knowledge.notice.certificate", desk)
    }

    /// They were not. A certificate that was given by mistake is none any more.
    static let markAbsent = Action<Registration, Nothing>(
        "mark_absent", by: .officers, from: [.registered, .came], to: [.absent], unless: begun
    ) { registration, _, _ in (registration.certificate, registration.issuedOn) = (nil, nil) }

    /// `7F3A-91C2-04BE`: 48 bits nobody guesses, so that who has not seen a certificate learns nothing
    /// by trying numbers.
    private static func number(_ desk: any Desk) -> String {
        let digits = Array(desk.newID().text.suffix(12).uppercased())
        return [0, 4, 8].map { String(digits[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}
