// SPDX-License-Identifier: EUPL-1.2

/// The steps from which a time limit is built.
extension Reckoning {
    /// Sets a period going, anew if one had been: pauses and periods before it no longer matter.
    public mutating func start(
        on day: Day, counting: Counting, saying key: @autoclosure () -> String,
        basis: @autoclosure () -> LegalBasis? = nil
    ) {
        startedOn = day
        self.counting = counting
        (end, rolledTo, pausedFrom) = (nil, nil, nil)
        (isPaused, isEnded) = (false, false)
        runs = []
        notCounted.pauses = []
        say(key(), ["startedOn": day.description], day: day, basis: basis())
    }

    /// Sets a period going whose first day can be read in two ways; `counts` is the one followed.
    public mutating func start(
        on day: Day, dayCounts counts: RuleValue<Bool>, saying key: @autoclosure () -> String
    ) {
        start(on: day, counting: counts.value ? .thatDay : .theDayAfter, saying: key())
        say(
            counts.value ? "clock.step.counts.that_day" : "clock.step.counts.day_after",
            ["startedOn": day.description], day: day, basis: counts.basis)
    }

    /// Gives the period its length, or more of it where it has one already.
    /// - Parameter holidays: whether public holidays are left out of the count.
    public mutating func add(
        _ period: RuleValue<Period>, leavingOut holidays: RuleValue<Bool>? = nil
    ) {
        guard startedOn != nil else { return }
        say(
            "clock.step.period.\(period.value.unit.rawValue)",
            ["count": "\(period.value.count)"], basis: period.basis)
        let run = Run(period: period.value, leavesOutHolidays: holidays?.value ?? false)
        if let holidays {
            say(
                holidays.value ? "clock.step.holidays.left_out" : "clock.step.holidays.counted",
                basis: holidays.basis)
        }
        runs.append(run)
        end = count(run, after: end)
        rolledTo = nil
    }

    /// Stops the count: `day` is the first that does not count.
    public mutating func pause(
        from day: Day, saying key: @autoclosure () -> String,
        basis: @autoclosure () -> LegalBasis? = nil
    ) {
        isPaused = true
        pausedFrom = day
        say(key(), ["pausedOn": day.description], day: day, basis: basis())
    }

    /// Goes on counting: `day` is the first that counts again.
    public mutating func resume(
        on day: Day, saying key: @autoclosure () -> String,
        basis: @autoclosure () -> LegalBasis? = nil
    ) {
        guard let from = pausedFrom else { return }
        (isPaused, pausedFrom, rolledTo) = (false, nil, nil)
        let days = max(0, day - from)
        say(
            key(), ["resumedOn": day.description, "days": "\(days)"], day: day, basis: basis())
        guard days > 0, let reached = end else { return }
        notCounted.pauses.append(from...day.previous)
        end = nil
        for run in runs { end = count(run, after: end, saidUntil: reached) }
    }

    /// Carries the end to a later day; an earlier one changes nothing.
    public mutating func extend(
        to day: Day, saying key: @autoclosure () -> String,
        basis: @autoclosure () -> LegalBasis? = nil
    ) {
        guard let end, day > end else { return }
        (self.end, rolledTo) = (day, nil)
        say(key(), ["until": day.description], day: day, basis: basis())
    }

    /// Brings the end forward to an earlier day; a later one changes nothing.
    public mutating func limit(
        to day: Day, saying key: @autoclosure () -> String,
        basis: @autoclosure () -> LegalBasis? = nil
    ) {
        guard let end, day < end else { return }
        (self.end, rolledTo) = (day, nil)
        say(key(), ["until": day.description], day: day, basis: basis())
    }

    /// Fixes the end by another reckoning's day, such as the day after a window closes.
    public mutating func fix(
        on day: Day, saying key: @autoclosure () -> String,
        basis: @autoclosure () -> LegalBasis? = nil
    ) {
        if startedOn == nil { startedOn = day }
        (end, rolledTo) = (day, nil)
        say(key(), ["dueOn": day.description], day: day, basis: basis())
    }

    /// Says that the limit no longer matters since a day. A later `start` makes it matter again.
    public mutating func end(
        on day: Day, saying key: @autoclosure () -> String,
        basis: @autoclosure () -> LegalBasis? = nil
    ) {
        isEnded = true
        say(key(), ["endedOn": day.description], day: day, basis: basis())
    }

    /// Says the day the period ends; the sentence before any rolling.
    public mutating func sayDue(_ key: @autoclosure () -> String = "clock.step.due") {
        guard let day = dueOn, !isEnded else { return }
        say(key(), ["dueOn": day.description], day: day)
    }

    /// Carries the last good day from a closed day to the next open one, if the rule says so.
    /// - Parameters:
    ///   - closures: the closures beyond public holidays that count as closed.
    ///   - passingOver: whether days set apart count as closed, too.
    public mutating func roll(
        by rule: RuleValue<Bool>, closures: RuleValue<[String]>? = nil,
        passingOver: RuleValue<Bool>? = nil
    ) {
        guard rule.value, !isPaused, !isEnded, let end else { return }
        var day = end
        while day < .last {
            let isApart = passingOver?.value == true && day != end && !notCounted.counts(day)
            if !isApart && calendar.isOpenDay(day, closures: closures?.value ?? []) { break }
            sayClosed(day, closures: closures, isApart: isApart ? passingOver : nil)
            day = day.next
        }
        guard day > end else { return }
        rolledTo = day
        say(
            "clock.step.rolled", ["dueOn": end.description, "lastGoodDay": day.description],
            day: day, basis: rule.basis)
    }

    private mutating func sayClosed(
        _ day: Day, closures: RuleValue<[String]>?, isApart: RuleValue<Bool>?
    ) {
        guard isExplaining else { return }
        let values = ["closedOn": day.description]
        if let holiday = calendar.holiday(on: day) {
            say(
                "clock.closed.\(holiday.key)", values, day: day,
                basis: LegalBasis(source: holiday.source, certain: holiday.certain))
        } else if !calendar.isWorkingDay(day) {
            say("clock.closed.\(day.weekday.name)", values, day: day)
        } else if let isApart {
            say("clock.closed.apart", values, day: day, basis: isApart.basis)
        } else {
            say("clock.closed.custom", values, day: day, basis: closures?.basis)
        }
    }
}
