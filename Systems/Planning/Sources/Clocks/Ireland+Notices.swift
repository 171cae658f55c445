// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Ireland, Planning and Development Act 2000: the clocks of a case, in the order of its life.
extension CaseClocks {
    func ireland() -> [ClockAnswer] {
        // A case of another law, taken in from elsewhere, has none of these clocks.
        let start = dates.receivedOn ?? dates.lodgedOn ?? today
        if let periods = try? rules[.decisionPeriod, on: start], periods.value[dates.kind] == nil {
            return [unknown(ClockName.decision, .deadline, .authority, "clock.unknown.kind")]
        }
        let submissions = clock(ClockName.submissions, .window, .anyone, self.submissions)
        let information = InformationRounds(self)
        let decision = clock(ClockName.decision, .deadline, .authority) { () throws(RuleError) in
            try irishDecision(information)
        }
        let appeal = clock(ClockName.appeal, .window, .anyone, irishAppeal)
        var answers: [ClockAnswer] = []
        if let day = dates.newspaperNoticeOn {
            answers.append(
                notice(ClockName.newspaperNotice, day, .newspaperNoticePeriod, "newspaper"))
        }
        if let day = dates.siteNoticeOn {
            answers.append(notice(ClockName.siteNotice, day, .siteNoticePeriod, "site_notice"))
            answers.append(
                clock(ClockName.siteNoticeKept, .window, .applicant, siteNoticeKept))
        }
        let further = dates.furtherInformation.contains { $0.isSignificant }
            ? clock(ClockName.furtherSubmissions, .window, .anyone, furtherSubmissions) : nil
        answers.append(submissions)
        answers.append(earliestDecision(after: submissions, and: further))
        answers.append(decision)
        if !dates.furtherInformation.isEmpty {
            answers.append(
                clock(ClockName.informationReply, .deadline, .applicant) {
                    () throws(RuleError) in try irishReply(information)
                })
        }
        if let further { answers.append(further) }
        answers += irishDefault(of: decision)
        if dates.decidedOn != nil {
            answers.append(
                afterDecision(ClockName.notification, .notificationPeriod, dates.notifiedOn))
            answers.append(afterDecision(ClockName.documents, .documentsPeriod, dates.publishedOn))
            answers.append(appeal)
            if dates.outcome == .granted {
                answers.append(finalGrant(after: appeal))
                answers.append(clock(ClockName.expiry, .expiry, .applicant, irishExpiry))
            }
        }
        return answers
    }

    /// A notice must come before the application, by no more than its period: the application
    /// must be in by the period's end. Articles 17 to 19.
    private func notice(
        _ name: String, _ day: Day, _ period: RuleKey<Period>, _ start: String
    ) -> ClockAnswer {
        clock(name, .deadline, .applicant) { () throws(RuleError) in
            var reckoning = reckoning(from: day)
            reckoning.start(on: day, counting: .thatDay, saying: "clock.start.\(start)")
            reckoning.add(try rules[period, on: day])
            try roll(&reckoning, by: .noticesRoll)
            let lodged = dates.lodgedOn ?? dates.receivedOn
            let answer = reckoning.answer(
                name, .deadline, for: .applicant, metOn: lodged, on: today)
            guard let lodged, lodged < day else { return answer }
            // A notice given after the application is not a notice before it.
            reckoning.say(
                "clock.step.notice_after_application", ["lodgedOn": lodged.description],
                day: lodged)
            return ClockAnswer(
                name: name, kind: .deadline, duty: .applicant, state: .missed,
                startedOn: answer.startedOn, dueOn: answer.dueOn,
                lastGoodDay: answer.lastGoodDay, metOn: lodged, steps: reckoning.steps)
        }
    }

    /// The site notice stays up for five weeks from receipt. Article 20.
    private func siteNoticeKept() throws(RuleError) -> ClockAnswer {
        guard let received = dates.receivedOn else {
            return notStarted(
                ClockName.siteNoticeKept, .window, .applicant, "clock.not_started.received")
        }
        var reckoning = reckoning(from: received)
        reckoning.start(on: received, counting: .thatDay, saying: "clock.start.received")
        reckoning.add(try rules[.siteNoticeKeptPeriod, on: received])
        reckoning.sayDue()
        stop(&reckoning)
        return reckoning.answer(ClockName.siteNoticeKept, .window, for: .applicant, on: today)
    }

    /// Anyone may make a submission for five weeks beginning on the day of receipt. Article 29.
    private func submissions() throws(RuleError) -> ClockAnswer {
        guard let received = dates.receivedOn else {
            return notStarted(
                ClockName.submissions, .window, .anyone, "clock.not_started.received")
        }
        var reckoning = reckoning(from: received)
        reckoning.start(on: received, counting: .thatDay, saying: "clock.start.received")
        reckoning.add(try rules[.submissionsPeriod, on: received])
        try roll(&reckoning, by: .submissionsRoll)
        close(&reckoning)
        return reckoning.answer(ClockName.submissions, .window, for: .anyone, on: today)
    }

    /// After significant additional data is advertised, the public has its say again. Article 35.
    private func furtherSubmissions() throws(RuleError) -> ClockAnswer {
        let name = ClockName.furtherSubmissions
        guard let round = dates.furtherInformation.last(where: { $0.isSignificant }),
            let day = round.readvertisedOn
        else { return notStarted(name, .window, .anyone, "clock.not_started.readvertised") }
        var reckoning = reckoning(from: day)
        reckoning.start(on: day, counting: .thatDay, saying: "clock.start.readvertised")
        reckoning.add(
            try rules[
                dates.needsAssessment
                    ? .furtherSubmissionsPeriodWithAssessment : .furtherSubmissionsPeriod, on: day])
        try roll(&reckoning, by: .submissionsRoll)
        close(&reckoning)
        return reckoning.answer(name, .window, for: .anyone, on: today)
    }

    /// No decision while submissions may still be made: at first (article 30), and again on data
    /// that was advertised anew (article 35).
    func earliestDecision(
        after submissions: ClockAnswer, and further: ClockAnswer? = nil
    ) -> ClockAnswer {
        let name = ClockName.earliestDecision
        let windows = [submissions, further].compactMap(\.self)
        if let waiting = windows.first(where: { $0.startedOn == nil }) {
            if waiting.state == .unknown {
                return unknown(name, .earliest, .authority, "clock.unknown.rule")
            }
            let isFirst = waiting.name == ClockName.submissions
            return notStarted(
                name, .earliest, .authority,
                isFirst ? "clock.not_started.received" : "clock.not_started.readvertised")
        }
        let started = submissions.startedOn ?? today
        var reckoning = reckoning(from: started)
        reckoning.start(
            on: started, counting: .thatDay,
            saying: submissions.steps.first?.phrase.key ?? "clock.start.received")
        for window in windows { wait(for: window, in: &reckoning) }
        stop(&reckoning)
        if let decided = dates.decidedOn, windows.contains(where: { $0.lastGoodDay == nil }) {
            reckoning.end(on: decided, saying: "clock.step.decided_before")
        }
        return reckoning.answer(name, .earliest, for: .authority, on: today)
    }

    /// Puts the end off until the day after a window closes.
    private func wait(for window: ClockAnswer, in reckoning: inout Reckoning) {
        guard let last = window.lastGoodDay, last.next > reckoning.dueOn ?? .first else { return }
        let basis = basis(of: window)
        let isFirst = window.name == ClockName.submissions
        reckoning.say(
            isFirst ? "clock.step.submissions_until" : "clock.step.further_submissions_until",
            ["lastGoodDay": last.description], day: last, basis: basis)
        reckoning.fix(on: last.next, saying: "clock.step.earliest_decision", basis: basis)
    }

    /// The law a window's length rests on.
    private func basis(of window: ClockAnswer) -> LegalBasis? {
        let keys: [RuleKey<Period>] = [
            .submissionsPeriod, .furtherSubmissionsPeriod,
            .furtherSubmissionsPeriodWithAssessment,
        ]
        let names = keys.map(\.name) + [RuleKey<Periods>.consultationPeriod.name]
        let step = window.steps.first { step in step.rule.map(names.contains) ?? false }
        return step.flatMap { step in
            step.source.map { LegalBasis(source: $0, certain: step.certain, rule: step.rule) }
        }
    }
}
