// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The laws whose clocks are written here. A rule pack names one, from the day it applies, so
/// that a new Act is a new scheme beside the old and each case keeps its own.
enum ClockScheme: String, CaseIterable {
    /// Ireland: Planning and Development Act 2000.
    case ireland2000 = "ireland_2000"
    /// England: Town and Country Planning Act 1990.
    case england1990 = "england_1990"

    /// The law a case is under: that of the day it was received.
    init?(of dates: CaseDates, _ rules: Rules, _ today: Day) {
        let start = dates.receivedOn ?? dates.lodgedOn ?? today
        guard let named = try? rules[.clockScheme, on: start].value else { return nil }
        self.init(rawValue: named)
    }
}

/// The names of planning's clocks; words for each stand under `clock.name.…`.
public enum ClockName {
    public static let newspaperNotice = "newspaper_notice"
    public static let siteNotice = "site_notice"
    public static let siteNoticeKept = "site_notice_kept"
    public static let submissions = "submissions"
    public static let furtherSubmissions = "further_submissions"
    public static let earliestDecision = "earliest_decision"
    public static let decision = "decision"
    public static let informationReply = "information_reply"
    public static let defaultPayment = "default_payment"
    public static let defaultRepeatPayment = "default_repeat_payment"
    public static let defaultGrant = "default_grant"
    public static let notification = "notification"
    public static let documents = "documents"
    public static let appeal = "appeal"
    public static let finalGrant = "final_grant"
    public static let expiry = "expiry"
}

/// Every clock of a case as it stands on a day: a pure function, so that "what if" is the same
/// call with dates changed by hand.
/// - Parameters:
///   - explaining: whether answers carry their steps; lists that only store days leave them out,
///     which is many times faster.
///   - comparing: whether they also carry what other readings would give, for which everything is
///     worked out again with each: for people to read, not for what is only noted in the journal.
public func planningClocks(
    _ dates: CaseDates, rules: Rules, calendar: HolidayCalendar, on today: Day,
    explaining: Bool = true, comparing: Bool = true
) -> [ClockAnswer] {
    let answers = bareClocks(dates, rules, calendar, today, explaining: explaining)
    guard explaining, comparing else { return answers }
    return withAlternatives(answers) { rule, reading in
        guard let other = try? rules.following(reading, of: rule) else { return [] }
        return bareClocks(dates, other, calendar, today, explaining: false)
    } readings: {
        rules.readings(of: $0)
    }
}

/// The last day on which asking for further information stops the period for the decision; nil
/// while none runs that could be stopped, or nothing is known of it.
public func informationRequestUntil(
    _ dates: CaseDates, rules: Rules, calendar: HolidayCalendar, on today: Day
) -> Day? {
    let clocks = CaseClocks(
        dates: dates, rules: rules, calendar: calendar, today: today, isExplaining: false)
    return switch ClockScheme(of: dates, rules, today) {
    case .ireland2000: (try? clocks.irishRequestUntil()) ?? nil
    case .england1990: clocks.england().first { $0.name == ClockName.decision }?.dueOn
    case nil: nil
    }
}

private func bareClocks(
    _ dates: CaseDates, _ rules: Rules, _ calendar: HolidayCalendar, _ today: Day,
    explaining: Bool
) -> [ClockAnswer] {
    let clocks = CaseClocks(
        dates: dates, rules: rules, calendar: calendar, today: today, isExplaining: explaining)
    return switch ClockScheme(of: dates, rules, today) {
    case .ireland2000: clocks.ireland()
    case .england1990: clocks.england()
    case nil: [clocks.unknown(ClockName.decision, .deadline, .authority, "clock.unknown.scheme")]
    }
}

/// Puts to each answer what the other readings of the rules it used would make of it.
private func withAlternatives(
    _ answers: [ClockAnswer], _ clocks: (_ rule: String, _ reading: String) -> [ClockAnswer],
    readings: (String) -> [String]
) -> [ClockAnswer] {
    var answers = answers
    var seen: Set<String> = []
    for step in answers.flatMap(\.steps) {
        guard let rule = step.rule, let followed = step.reading, seen.insert(rule).inserted else {
            continue
        }
        for reading in readings(rule) where reading != followed {
            for other in clocks(rule, reading) {
                guard let index = answers.firstIndex(where: { $0.name == other.name }) else {
                    continue
                }
                let answer = answers[index]
                if (other.dueOn, other.lastGoodDay) != (answer.dueOn, answer.lastGoodDay) {
                    answers[index].alternatives.append(
                        ClockAlternative(
                            rule: rule, reading: reading, dueOn: other.dueOn,
                            lastGoodDay: other.lastGoodDay))
                }
            }
        }
    }
    return answers
}
