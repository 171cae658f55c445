// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Ireland: what runs once there is a decision, or once one should have been made.
extension CaseClocks {
    /// Telling the applicant (article 31), putting the documents on the website (section 38(1)).
    func afterDecision(
        _ name: String, _ period: RuleKey<Period>, _ doneOn: Day?
    ) -> ClockAnswer {
        clock(name, .deadline, .authority) { () throws(RuleError) in
            guard let decided = dates.decidedOn else {
                return notStarted(name, .deadline, .authority, "clock.not_started.decided")
            }
            var reckoning = reckoning(from: decided)
            reckoning.start(
                on: decided, dayCounts: try rules[.decisionDayCounts, on: decided],
                saying: "clock.start.decided")
            reckoning.add(try rules[period, on: decided])
            reckoning.sayDue()
            return reckoning.answer(name, .deadline, for: .authority, metOn: doneOn, on: today)
        }
    }

    /// Four weeks beginning on the day of the decision. Section 37(1), with section 141(2).
    func irishAppeal() throws(RuleError) -> ClockAnswer {
        let name = ClockName.appeal
        guard let decided = dates.decidedOn else {
            return notStarted(name, .window, .anyone, "clock.not_started.decided")
        }
        let periods = try rules[.appealPeriod, on: decided]
        guard let period = periods.value[dates.kind] else {
            return unknown(name, .window, .anyone, "clock.unknown.kind")
        }
        var reckoning = reckoning(from: decided)
        reckoning.start(on: decided, counting: .thatDay, saying: "clock.start.decided")
        reckoning.add(periods.map { _ in period })
        try roll(&reckoning, by: .appealRoll)
        return reckoning.answer(name, .window, for: .anyone, metOn: dates.appealedOn, on: today)
    }

    /// The permission itself follows once no appeal can come. Section 34(11).
    func finalGrant(after appeal: ClockAnswer) -> ClockAnswer {
        let name = ClockName.finalGrant
        guard let last = appeal.lastGoodDay else {
            return unknown(name, .earliest, .authority, "clock.unknown.rule")
        }
        var reckoning = reckoning(from: last)
        reckoning.say("clock.step.appeal_until", ["lastGoodDay": last.description], day: last)
        reckoning.fix(on: last.next, saying: "clock.step.final_grant")
        if let appealed = dates.appealedOn, appealed <= last {
            reckoning.end(on: appealed, saying: "clock.step.appealed")
        }
        return reckoning.answer(name, .earliest, for: .authority, on: today)
    }

    /// How long the permission holds. Sections 36, 40 and 41; each Christmas lengthens it.
    func irishExpiry() throws(RuleError) -> ClockAnswer {
        let name = ClockName.expiry
        guard let granted = dates.finalGrantOn else {
            return notStarted(name, .expiry, .applicant, "clock.not_started.final_grant")
        }
        let periods = try rules[.permissionDuration, on: granted]
        guard let period = periods.value[dates.kind] else {
            return unknown(name, .expiry, .applicant, "clock.unknown.kind")
        }
        var reckoning = reckoning(from: granted)
        reckoning.start(on: granted, counting: .thatDay, saying: "clock.start.final_grant")
        reckoning.add(periods.map { _ in period })
        reckoning.sayDue()
        return reckoning.answer(name, .expiry, for: .applicant, on: today)
    }

    /// What a missed decision sets going: a payment, and after 12 weeks more a deemed grant, or
    /// where an assessment is needed more payments instead. Section 34(8)(f).
    func irishDefault(of decision: ClockAnswer) -> [ClockAnswer] {
        guard decision.state == .missed, let due = decision.dueOn else { return [] }
        let payment = clock(ClockName.defaultPayment, .deadline, .authority) {
            () throws(RuleError) in
            var reckoning = defaultReckoning(from: due)
            reckoning.add(try rules[.defaultPaymentPeriod, on: due])
            reckoning.sayDue()
            return reckoning.answer(
                ClockName.defaultPayment, .deadline, for: .authority, metOn: dates.defaultPaidOn,
                on: today)
        }
        return [
            payment, dates.needsAssessment ? repeatPayment(from: due) : defaultGrant(from: due),
        ]
    }

    private func defaultGrant(from due: Day) -> ClockAnswer {
        let name = ClockName.defaultGrant
        return clock(name, .deadline, .authority) { () throws(RuleError) in
            var reckoning = defaultReckoning(from: due)
            reckoning.add(try rules[.defaultGrantPeriod, on: due])
            reckoning.sayDue("clock.step.default_grant")
            return reckoning.answer(
                name, .deadline, for: .authority, metOn: dates.decidedOn, on: today)
        }
    }

    private func repeatPayment(from due: Day) -> ClockAnswer {
        let name = ClockName.defaultRepeatPayment
        return clock(name, .deadline, .authority) { () throws(RuleError) in
            let period = try rules[.defaultRepeatPaymentPeriod, on: due]
            let most = try rules[.defaultPaymentsMax, on: due]
            var reckoning = defaultReckoning(from: due)
            reckoning.say("clock.step.no_default_grant", basis: period.basis)
            // The first payment is a clock of its own; these are the ones after it.
            for _ in 1..<max(2, most.value) {
                reckoning.add(period)
                if let next = reckoning.dueOn, next >= dates.decidedOn ?? today { break }
            }
            reckoning.sayDue()
            return reckoning.answer(
                name, .deadline, for: .authority, metOn: dates.decidedOn, on: today)
        }
    }

    private func defaultReckoning(from due: Day) -> Reckoning {
        var reckoning = reckoning(from: due)
        reckoning.start(on: due, counting: .theDayAfter, saying: "clock.start.decision_missed")
        return reckoning
    }
}
