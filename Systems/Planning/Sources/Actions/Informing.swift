// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension PlanningActions {
    static let informing = [
        requestInformation.kind, extendReply.kind, answerInformation.kind, replyIncomplete.kind,
        requireNotices.kind, newNotices.kind, agreeExtension.kind, deemWithdrawn.kind,
    ]

    struct InformationItems: Form {
        var items = ""
        var isClarification: Bool?
        static let fields: Fields<InformationItems> = [
            .longText("items", \.items, max: 20_000),
            .flag("clarification", \.isClarification),
        ]
        /// One item a line. They are numbered where they are shown, so a number typed before one
        /// is left out.
        var list: [String] {
            items.split(separator: "\n").map { line in
                line.trimmingPrefix(/\s*\d{1,2}[.)]\s+/).trimmingCharacters(in: .whitespaces)
            }.filter { !$0.isEmpty }
        }
    }

    /// Within the 8 weeks, and again only to have an answer made clear (s.34(8)(b), art. 33).
    static let requestInformation = Action<Application, InformationItems>(
        "request_further_information", by: officers, from: [.valid], to: [.furtherInformation],
        unless: tooLateToAsk
    ) { application, input, desk in
        guard !input.list.isEmpty else {
            throw Problems("items", "required", Phrase("problem.required"))
        }
        let isClarification = input.isClarification ?? false
        guard application.informationRounds.isEmpty || isClarification else {
            throw Problems(
                "clarification", "only_clarification",
                Phrase("planning.problem.only_clarification"))
        }
        application.informationRounds.append(
            InformationRequest(
                requestedOn: desk.moment.today, items: input.list,
                isClarification: isClarification))
        citeClock(ClockName.informationReply, application, desk)
        try desk.tellApplicant(application, "further_information")
    }

    /// Once the period is over a request stops nothing; and none may leave the applicant without
    /// time to answer it.
    private static let tooLateToAsk: @Sendable (Stored<Application>, Moment) -> Phrase? = {
        application, moment in
        if application.awaitsNotices { return Phrase("planning.refusal.awaiting_notices") }
        let (today, dates) = (moment.today, application.dates)
        let until = informationRequestUntil(
            dates, rules: moment.rules, calendar: moment.calendar, on: today)
        if let until, until < today {
            return Phrase("planning.refusal.past_request_day", ["lastDay": until.description])
        }
        let reply = planningClocks(
            dates.asking(on: today), rules: moment.rules, calendar: moment.calendar, on: today,
            explaining: false
        ).first { $0.name == ClockName.informationReply }
        guard let last = reply?.lastGoodDay, last < today else { return nil }
        return Phrase("planning.refusal.no_time_to_reply", ["lastDay": last.description])
    }

    struct ReplyExtension: Form {
        var months = 1
        static let fields: Fields<ReplyExtension> = [.integer("months", \.months, in: 1...3)]
    }

    static let extendReply = Action<Application, ReplyExtension>(
        "extend_reply_time", by: officers, from: [.furtherInformation]
    ) { application, input, desk in
        let most = try desk.rule(.informationReplyExtensionMax)
        try changeLastRound(&application) { round in
            guard round.extraMonths + input.months <= most.count else {
                throw Problems(
                    "months", "out_of_range", Phrase("planning.problem.extension", ["max": "\(most.count)"]))
            }
            round.extraMonths += input.months
        }
        try desk.tellApplicant(application, "reply_extended")
    }

    struct InformationReply: Form {
        var reply = ""
        var files: [FileReference] = []
        static let fields: Fields<InformationReply> = [
            .longText("reply", \.reply, max: 20_000), .files("files", \.files),
        ]
    }

    /// The applicant's answer. It counts as full from that day; an officer who finds it is not
    /// says so, and then it never did.
    static let answerInformation = Action<Application, InformationReply>(
        "answer_further_information", by: [applicant] + officers, from: [.furtherInformation],
        to: [.valid],
        unless: { application, moment in
            let reply = application.fields.clocks(at: moment, explaining: false)
                .first { $0.name == ClockName.informationReply }
            guard let last = reply?.lastGoodDay, last < moment.today else { return nil }
            return Phrase("planning.refusal.reply_too_late", ["lastDay": last.description])
        }
    ) { application, input, desk in
        try changeLastRound(&application) { round in
            round.repliedOn = desk.moment.today
            round.fullyCompliedOn = desk.moment.today
            round.reply = input.reply
            round.files += input.files
        }
        citeClock(ClockName.decision, application, desk)
        if let officer = application.assignedTo {
            try desk.notify(
                Notice(
                    to: officer,
                    Phrase("planning.notice.reply", ["file": application.fileNumber ?? ""]),
                    path: "/t/\(desk.moment.tenant.slug)/planning/applications/\(application.id)"))
        }
    }

    static let replyIncomplete = Action<Application, Reasons>(
        "find_reply_incomplete", by: officers, from: [.valid], to: [.furtherInformation],
        unless: { application, _ in
            application.informationRounds.last?.fullyCompliedOn == nil
                ? Phrase("planning.refusal.no_reply") : nil
        }
    ) { application, input, desk in
        try changeLastRound(&application) { $0.fullyCompliedOn = nil }
        try desk.tellApplicant(application, "reply_incomplete")
    }

    /// Significant additional data must be advertised anew (art. 35).
    static let requireNotices = Action<Application, Nothing>(
        "require_new_notices", by: officers, from: [.valid],
        unless: { application, _ in
            application.informationRounds.last?.fullyCompliedOn == nil
                ? Phrase("planning.refusal.no_reply") : nil
        }
    ) { application, _, desk in
        try changeLastRound(&application) { $0.isSignificant = true }
        try desk.tellApplicant(application, "new_notices")
    }

    static let newNotices = Action<Application, Nothing>(
        "give_new_notices", by: [applicant] + officers, from: [.valid],
        unless: { application, _ in
            application.informationRounds.last?.isSignificant == true
                ? nil : Phrase("planning.refusal.no_new_notices")
        }
    ) { application, _, desk in
        try changeLastRound(&application) { $0.readvertisedOn = desk.moment.today }
        citeClock(ClockName.decision, application, desk)
    }

    struct Extension: Form {
        var until = Day.first
        static let fields: Fields<Extension> = [.day("until", \.until)]
    }

    /// With the applicant's written consent, given inside the period (s.34(9)).
    static let agreeExtension = Action<Application, Extension>(
        "agree_extension", by: officers, from: [.valid],
        unless: { application, moment in
            let decision = application.fields.clocks(at: moment, explaining: false)
                .first { $0.name == ClockName.decision }
            guard let due = decision?.dueOn, due < moment.today else { return nil }
            return Phrase("planning.refusal.past_decision_day", ["lastDay": due.description])
        }
    ) { application, input, desk in
        guard input.until > desk.moment.today else {
            throw Problems("until", "not_later", Phrase("planning.problem.until"))
        }
        application.agreedExtensions.append(
            AgreedExtension(consentedOn: desk.moment.today, until: input.until))
        citeClock(ClockName.decision, application, desk)
    }

    /// What the law does when further information is not given in time.
    static let deemWithdrawn = Action<Application, Nothing>(
        "deem_withdrawn", by: officers + [.system("clock")], from: [.furtherInformation],
        to: [.deemedWithdrawn],
        unless: { application, moment in
            let reply = application.fields.clocks(at: moment, explaining: false)
                .first { $0.name == ClockName.informationReply }
            guard let last = reply?.lastGoodDay, last >= moment.today else { return nil }
            return Phrase("planning.refusal.reply_time_left", ["lastDay": last.description])
        }
    ) { application, _, desk in
        citeClock(ClockName.informationReply, application, desk)
        application.withdrawnOn = desk.moment.today
        try desk.tellApplicant(application, "deemed_withdrawn")
    }

    private static func changeLastRound(
        _ application: inout Stored<Application>,
        _ change: (inout InformationRequest) throws -> Void
    ) throws {
        var rounds = application.informationRounds
        guard var last = rounds.popLast() else {
            throw Refusal.notNow(Phrase("planning.refusal.no_request"))
        }
        try change(&last)
        application.informationRounds = rounds + [last]
    }

    /// Notes in the journal the rules a clock now goes by.
    static func citeClock(_ name: String, _ application: Stored<Application>, _ desk: any Desk) {
        if let clock = application.fields.clocks(at: desk.moment, comparing: false)
            .first(where: { $0.name == name }) {
            desk.cite(clock)
        }
    }
}
