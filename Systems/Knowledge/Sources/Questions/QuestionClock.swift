// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Question {
    /// The day that was promised, and how it came about.
    func clock(promise: Int, by desk: String, at moment: Moment, explaining: Bool = true) -> ClockAnswer {
        var reckoning = Reckoning(moment.calendar, explaining: explaining)
        guard let askedOn else {
            return reckoning.answer("answer", .deadline, for: .authority, on: moment.today)
        }
        reckoning.start(on: askedOn, counting: .theDayAfter, saying: "clock.start.asked")
        if cameFrom != nil, let promisedOn {
            reckoning.fix(on: promisedOn, saying: "clock.step.promise_kept")
        } else {
            reckoning.add(
                RuleValue(promised: .workingDays(promise), by: desk, from: askedOn, key: "promise"))
            reckoning.sayDue("clock.step.promised")
        }
        return reckoning.answer(
            "answer", .deadline, for: .authority, metOn: answeredOn, on: moment.today)
    }
}
