// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// England: Development Management Procedure Order 2015 and General Permitted Development
/// Order 2015. Days are not set apart at Christmas, and a last day on a weekend stays there.
extension CaseClocks {
    func england() -> [ClockAnswer] {
        let consultation = clock(ClockName.submissions, .window, .anyone, consultation)
        var answers = [
            consultation, earliestDecision(after: consultation),
            clock(ClockName.decision, .deadline, .authority, englishDecision),
        ]
        if dates.decidedOn != nil {
            answers.append(clock(ClockName.appeal, .window, .applicant, englishAppeal))
            if dates.outcome == .granted {
                answers.append(clock(ClockName.expiry, .expiry, .applicant, englishExpiry))
            }
        }
        return answers
    }

    /// The day from which periods run: that on which a valid application was in.
    private var validOn: Day? { dates.validOn }

    private func consultation() throws(RuleError) -> ClockAnswer {
        let name = ClockName.submissions
        guard let started = dates.consultationOn ?? validOn else {
            return notStarted(name, .window, .anyone, "clock.not_started.valid")
        }
        var reckoning = reckoning(from: started)
        reckoning.start(
            on: started, dayCounts: try rules[.consultationDayCounts, on: started],
            saying: dates.consultationOn == nil ? "clock.start.valid" : "clock.start.consultation")
        reckoning.add(
            try rules[.submissionsPeriod, on: started],
            leavingOut: try rules[.consultationLeavesOutHolidays, on: started])
        if let announced = dates.consultationUntil {
            reckoning.fix(on: announced, saying: "clock.step.announced")
        }
        reckoning.sayDue()
        stop(&reckoning)
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
