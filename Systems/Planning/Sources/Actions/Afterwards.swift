// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PlanningActions {
    static let afterwards = [notifyParties.kind, recordAppeal.kind, recompute.kind]

    struct OnDay: Form {
        var day: Day?
        static let fields: Fields<OnDay> = [.day("day", \.day)]
    }

    /// The decision has been sent to the applicant and to those who made submissions (art. 31).
    static let notifyParties = Action<Application, OnDay>(
        "record_notification", by: officers, from: [.granted, .refused, .decided]
    ) { application, input, desk in
        application.notifiedOn = try pastDay(input.day, since: application.decidedOn, desk)
        citeClock(ClockName.notification, application, desk)
    }

    static let recordAppeal = Action<Application, OnDay>(
        "record_appeal", by: officers, from: [.granted, .refused, .decided]
    ) { application, input, desk in
        application.appealedOn = try pastDay(input.day, since: application.decidedOn, desk)
    }

    /// Keeps what the clocks say now, after the rules or the calendar changed.
    static let recompute = Action<Application, Nothing>(
        "recompute_clocks", by: [.system("clock")], from: open, isInternal: true
    ) { _, _, _ in }

    private static func pastDay(_ day: Day?, since: Day?, _ desk: any Desk) throws -> Day {
        let day = day ?? desk.moment.today
        guard day <= desk.moment.today, day >= since ?? day else {
            throw Problems("day", "out_of_range", Phrase("planning.problem.day_after_decision"))
        }
        return day
    }
}
