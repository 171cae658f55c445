// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Ireland: when the authority must decide. Section 34(8) and (9) of the Act of 2000.
extension CaseClocks {
    func irishDecision(_ information: InformationRounds) throws(RuleError) -> ClockAnswer {
        let name = ClockName.decision
        guard let received = dates.receivedOn else {
            return notStarted(name, .deadline, .authority, "clock.not_started.received")
        }
        let periods = try rules[.decisionPeriod, on: received]
        guard let period = periods.value[dates.kind] else {
            return unknown(name, .deadline, .authority, "clock.unknown.kind")
        }
        var reckoning = begun(on: received, periods.map { _ in period })
        try consider(information, until: reckoning.dueOn ?? today, in: &reckoning)
        if !reckoning.isEnded { stop(&reckoning) }
        if let decided = dates.decidedOn, reckoning.isPaused || reckoning.isEnded {
            reckoning.say("clock.step.decided_meanwhile", ["decidedOn": decided.description])
        }
        try roll(&reckoning, by: .decisionGoodOnNextOpenDay)
        return reckoning.answer(
            name, .deadline, for: .authority, metOn: dates.decidedOn, on: today)
    }

    /// The period as it runs from receipt.
    private func begun(on received: Day, _ period: RuleValue<Period>) -> Reckoning {
        var reckoning = reckoning(from: received)
        reckoning.start(on: received, counting: .thatDay, saying: "clock.start.received")
        reckoning.add(period)
        return reckoning
    }

    /// The last day on which a request stops the period that runs, the day it ends: that a
    /// decision is good on the next open day (section 141(1)) does not make a request so. Nil while
    /// no period runs.
    func irishRequestUntil() throws(RuleError) -> Day? {
        guard let received = dates.receivedOn else { return nil }
        let periods = try rules[.decisionPeriod, on: received]
        guard let period = periods.value[dates.kind] else { return nil }
        var reckoning = begun(on: received, periods.map { _ in period })
        let firstEnd = reckoning.dueOn ?? today
        try consider(InformationRounds(self), until: firstEnd, in: &reckoning)
        guard !reckoning.isEnded, let due = reckoning.dueOn else { return nil }
        return try lastRequestDay(
            due, at: dates.furtherInformation.count, firstEnd: firstEnd, asked: today)
    }

    /// Where the period that runs ends on a day, the last on which the request at an index is in
    /// time: the Act has the first served within 8 weeks of receipt, and an extension by consent
    /// lengthens the time for the decision.
    private func lastRequestDay(
        _ due: Day, at index: Int, firstEnd: Day, asked: Day
    ) throws(RuleError) -> Day {
        guard index == 0, due > firstEnd else { return due }
        return try rules[.requestAfterExtension, on: asked].value ? due : firstEnd
    }

    /// Takes up consents and requests in the order they were made.
    /// - Parameter firstEnd: the end of the first period, as it runs from receipt.
    private func consider(
        _ information: InformationRounds, until firstEnd: Day, in reckoning: inout Reckoning
    ) throws(RuleError) {
        var consents = dates.extensions.sorted { $0.consentedOn < $1.consentedOn }[...]
        for (index, round) in dates.furtherInformation.enumerated() {
            while let consent = consents.first, consent.consentedOn <= round.requestedOn {
                extend(&reckoning, by: consents.removeFirst())
            }
            guard try stops(&reckoning, at: index, firstEnd: firstEnd) else { continue }
            guard try resume(&reckoning, at: index, information, firstEnd: firstEnd) else { return }
        }
        for consent in consents { extend(&reckoning, by: consent) }
    }

    /// Whether a request ends the period that runs. One that came too late does not.
    private func stops(
        _ reckoning: inout Reckoning, at index: Int, firstEnd: Day
    ) throws(RuleError) -> Bool {
        let round = dates.furtherInformation[index]
        guard let due = reckoning.dueOn else { return false }
        let asked = round.requestedOn
        let isInTime =
            try asked <= lastRequestDay(due, at: index, firstEnd: firstEnd, asked: asked)
        let isInExtension = index == 0 && due > firstEnd && asked > firstEnd
        if isInExtension || !isInTime {
            let basis =
                isInExtension
                ? try rules[.requestAfterExtension, on: asked].basis
                : try rules[.decisionPeriod, on: dates.receivedOn ?? today].basis
            reckoning.say(
                isInTime ? "clock.step.request.in_extension" : "clock.step.request.too_late",
                ["requestedOn": asked.description], day: asked, basis: basis)
        }
        return isInTime
    }

    /// Ends the period by a request and, if it was complied with in time, starts the new one.
    /// Whether the case goes on.
    private func resume(
        _ reckoning: inout Reckoning, at index: Int, _ information: InformationRounds,
        firstEnd: Day
    ) throws(RuleError) -> Bool {
        let round = dates.furtherInformation[index]
        let key: RuleKey<Period> =
            dates.needsAssessment
            ? .decisionPeriodAfterInformationWithAssessment : .decisionPeriodAfterInformation
        let period = try rules[key, on: round.requestedOn]
        reckoning.pause(
            from: round.requestedOn,
            saying: index == 0 ? "clock.step.requested" : "clock.step.clarification_requested",
            basis: period.basis)
        if index > 0, !round.isClarification {
            reckoning.say(
                "clock.step.only_clarification", day: round.requestedOn,
                basis: LegalBasis(source: period.source, certain: false, rule: period.key))
        }
        let reply = try information.reply(to: index)
        let last = reply.lastGoodDay ?? round.requestedOn
        guard let complied = round.fullyCompliedOn, complied <= last else {
            if round.fullyCompliedOn != nil || today > last {
                reckoning.end(on: last.next, saying: "clock.step.deemed_withdrawn_since")
            } else {
                reckoning.say(
                    "clock.step.awaiting_reply", ["lastGoodDay": last.description], day: last)
            }
            return false
        }
        reckoning.start(
            on: complied, dayCounts: try rules[.replyDayCounts, on: complied],
            saying: "clock.start.complied")
        reckoning.add(period)
        try keepFirstPeriod(&reckoning, until: firstEnd, index: index, complied: complied)
        guard round.isSignificant else { return true }
        guard let readvertised = round.readvertisedOn else {
            reckoning.pause(
                from: complied, saying: "clock.step.awaiting_readvertisement", basis: period.basis)
            return false
        }
        reckoning.start(
            on: readvertised, counting: .thatDay, saying: "clock.start.readvertised",
            basis: period.basis)
        reckoning.add(period)
        return true
    }

    /// Whether an early reply can shorten the first 8 weeks.
    private func keepFirstPeriod(
        _ reckoning: inout Reckoning, until firstEnd: Day, index: Int, complied: Day
    ) throws(RuleError) {
        guard index == 0, let end = reckoning.dueOn, end < firstEnd else { return }
        let shortens = try rules[.earlyReplyShortens, on: complied]
        if shortens.value {
            reckoning.say(
                "clock.step.early_reply_shortens", ["until": firstEnd.description], day: firstEnd,
                basis: shortens.basis)
        } else {
            reckoning.extend(
                to: firstEnd, saying: "clock.step.early_reply_keeps", basis: shortens.basis)
        }
    }

    /// Lengthens the period as the applicant consented, if the consent came while it ran.
    private func extend(_ reckoning: inout Reckoning, by consent: AgreedExtension) {
        let values = [
            "consentedOn": consent.consentedOn.description, "until": consent.until.description,
        ]
        let source = "Planning and Development Act 2000, s.34(9)"
        let basis = LegalBasis(source: source, certain: true)
        guard let start = reckoning.startedOn, let due = reckoning.dueOn,
            start <= consent.consentedOn, consent.consentedOn <= due
        else {
            reckoning.say(
                "clock.step.consent_too_late", values, day: consent.consentedOn, basis: basis)
            return
        }
        reckoning.say("clock.step.consent", values, day: consent.consentedOn, basis: basis)
        reckoning.extend(to: consent.until, saying: "clock.step.extended", basis: basis)
    }
}
