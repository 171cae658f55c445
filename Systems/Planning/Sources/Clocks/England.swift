// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// England: Development Management Procedure Order 2015 and General Permitted Development
/// Order 2015. Days are not set apart at Christmas, and a last day on a weekend stays there. A
/// kind the rules name no period for has none, and no clock that would follow on one.
extension CaseClocks {
    func england() -> [ClockAnswer] {
        var answers: [ClockAnswer] = []
        if isPublicised || isAnnounced || dates.commentsUntilDecision {
            answers.append(clock(ClockName.submissions, .window, .anyone, consultation))
        }
        if isPublicised {
            let statutory = clock(ClockName.submissions, .window, .anyone, statutoryConsultation)
            answers.append(earliestDecision(after: statutory))
        }
        answers.append(clock(ClockName.decision, .deadline, .authority, englishDecision))
        if dates.decidedOn != nil { answers += afterEnglishDecision }
        return answers
    }

    /// An appeal against a refusal; how long what was granted holds. Appeals against conditions
    /// and for want of a decision have other periods, which the rules do not hold.
    private var afterEnglishDecision: [ClockAnswer] {
        let answer =
            switch dates.outcome {
            case .refused: clock(ClockName.appeal, .window, .applicant, englishAppeal)
            case .granted: clock(ClockName.expiry, .expiry, .applicant, englishExpiry)
            case nil: nil as ClockAnswer?
            }
        return [answer].compactMap(\.self).filter { $0.state != .unknown }
    }

    /// The day from which periods run: that on which a valid application was in.
    private var validOn: Day? { dates.validOn }

    /// Whether the authority named the first and the last day of a consultation.
    private var isAnnounced: Bool {
        dates.consultationOn != nil && dates.consultationUntil != nil
    }

    /// Whether the law has such applications publicised, and for how long.
    private var isPublicised: Bool { (try? consultationPeriod()) != nil }

    private func consultationPeriod() throws(RuleError) -> RuleValue<Period>? {
        let periods = try rules[.consultationPeriod, on: consultationStart ?? today]
        return periods.value[dates.kind].map { period in periods.map { _ in period } }
    }

    private var consultationStart: Day? { dates.consultationOn ?? validOn }

    /// The window for comments; where the authority takes them until it decides, until then.
    private func consultation() throws(RuleError) -> ClockAnswer {
        guard dates.commentsUntilDecision, let started = consultationStart else {
            return try statutoryConsultation()
        }
        let name = ClockName.submissions
        var reckoning = reckoning(from: started)
        reckoning.start(on: started, counting: .thatDay, saying: consultationKey)
        reckoning.say("clock.step.until_decision")
        stop(&reckoning)
        if let decided = dates.decidedOn {
            reckoning.end(on: decided, saying: "clock.step.decided_before")
        }
        if reckoning.isEnded { return reckoning.answer(name, .window, for: .anyone, on: today) }
        return ClockAnswer(
            name: name, kind: .window, duty: .anyone, state: .running, startedOn: started,
            steps: reckoning.steps)
    }

    private var consultationKey: String {
        dates.consultationOn == nil ? "clock.start.valid" : "clock.start.consultation"
    }

    /// The window as the law or the authority's announcement measures it.
    private func statutoryConsultation() throws(RuleError) -> ClockAnswer {
        let name = ClockName.submissions
        guard let started = consultationStart else {
            return notStarted(name, .window, .anyone, "clock.not_started.valid")
        }
        var reckoning = reckoning(from: started)
        if let period = try consultationPeriod() {
            reckoning.start(
                on: started, dayCounts: try rules[.consultationDayCounts, on: started],
                saying: consultationKey)
            reckoning.add(
                period, leavingOut: try rules[.consultationLeavesOutHolidays, on: started])
        } else {
            reckoning.start(on: started, counting: .thatDay, saying: consultationKey)
        }
        if let announced = dates.consultationUntil {
            reckoning.fix(on: announced, saying: "clock.step.announced")
        }
        reckoning.sayDue()
        close(&reckoning)
        return reckoning.answer(name, .window, for: .anyone, on: today)
    }

    private func englishDecision() throws(RuleError) -> ClockAnswer {
        let name = ClockName.decision
        guard let valid = validOn else {
            guard let returned = dates.invalidOn else {
                return notStarted(name, .deadline, .authority, "clock.not_started.valid")
            }
            let phrase = Phrase("clock.step.invalid", ["endedOn": returned.description])
            return ClockAnswer(
                name: name, kind: .deadline, duty: .authority, state: .ended,
                steps: [ClockStep(phrase, day: returned)])
        }
        let periods = try rules[.decisionPeriod, on: valid]
        guard let ordinary = periods.value[dates.kind] else {
            return unknown(name, .deadline, .authority, "clock.unknown.kind")
        }
        var period = periods.map { _ in ordinary }
        if dates.hasEnvironmentalReport {
            period = try rules[.decisionPeriodWithAssessment, on: valid]
        }
        var reckoning = reckoning(from: valid)
        reckoning.start(
            on: valid, dayCounts: try rules[.validDayCounts, on: valid],
            saying: "clock.start.valid")
        reckoning.add(period)
        for consent in dates.extensions.sorted(by: { $0.consentedOn < $1.consentedOn }) {
            reckoning.extend(
                to: consent.until, saying: "clock.step.extension_agreed", basis: period.basis)
        }
        stop(&reckoning)
        if let appealed = dates.appealedOn, dates.decidedOn == nil {
            reckoning.end(on: appealed, saying: "clock.step.appealed_undecided")
        }
        reckoning.sayDue()
        return reckoning.answer(
            name, .deadline, for: .authority, metOn: dates.decidedOn, on: today)
    }

    private func englishAppeal() throws(RuleError) -> ClockAnswer {
        let name = ClockName.appeal
        guard let decided = dates.notifiedOn ?? dates.decidedOn else {
            return notStarted(name, .window, .applicant, "clock.not_started.decided")
        }
        let periods = try rules[.appealPeriod, on: decided]
        guard let period = periods.value[dates.kind] else {
            return unknown(name, .window, .applicant, "clock.unknown.kind")
        }
        var reckoning = reckoning(from: decided)
        reckoning.start(on: decided, counting: .theDayAfter, saying: "clock.start.notified")
        reckoning.add(periods.map { _ in period })
        reckoning.sayDue()
        return reckoning.answer(name, .window, for: .applicant, metOn: dates.appealedOn, on: today)
    }

    private func englishExpiry() throws(RuleError) -> ClockAnswer {
        let name = ClockName.expiry
        guard let granted = dates.decidedOn else {
            return notStarted(name, .expiry, .applicant, "clock.not_started.decided")
        }
        let periods = try rules[.permissionDuration, on: granted]
        guard let period = periods.value[dates.kind] else {
            return unknown(name, .expiry, .applicant, "clock.unknown.kind")
        }
        var reckoning = reckoning(from: granted)
        reckoning.start(on: granted, counting: .thatDay, saying: "clock.start.decided")
        reckoning.add(periods.map { _ in period })
        reckoning.sayDue()
        return reckoning.answer(name, .expiry, for: .applicant, on: today)
    }
}
