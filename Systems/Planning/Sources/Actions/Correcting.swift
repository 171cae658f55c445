// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PlanningActions {
    /// What an officer puts right, and why. The entry that was wrong stays in the history.
    struct Correction: Form {
        var fields = Application()
        var reason = ""
        static let fields: Fields<Correction> =
            [.longText("reason", \.reason, max: 1_000)]
            + correctable.compactMap { name in
                Application.fields.first { $0.name == name }?.within(\.fields)
            }
        private static let correctable = [
            "proposal", "address", "site", "applicant_name", "agent_name", "floor_area_new",
            "site_area", "homes", "protected_structure", "environmental_report",
            "natura_statement", "received_on", "newspaper_notice_on", "site_notice_on",
            "decided_on", "decision_reasons", "notified_on", "appealed_on",
        ]
    }

    static let correct = Action<Application, Correction>(
        "correct_entry", by: officers,
        from: open + [.granted, .refused, .decided, .withdrawn, .deemedWithdrawn, .invalid],
        isPartial: true,
        prefill: { application, _ in
            var correction = Correction()
            if let application { correction.fields = application.fields }
            return correction
        }
    ) { application, input, desk in
        let before = application
        application.fields.take(input.given.subtracting(["reason"]), from: input.fields.fields)
        var problems = CorrectionCheck(before, application.fields, desk.moment).problems
        if input.reason.isEmpty {
            problems.add("reason", "required", Phrase("problem.required"))
        }
        try problems.check()
        let line = "\(desk.moment.today): \(input.reason)"
        application.corrections = [application.corrections, line].compactMap { $0 }
            .joined(separator: "\n")
    }
}

/// Whether an entry can be as it was corrected: the whole of it is judged, and every problem told.
/// Only what was changed is in question, so that an old mistake does not stand in the way of
/// mending another.
struct CorrectionCheck {
    private let after: Application
    private let state: State
    private let moment: Moment
    private let changed: [(name: String, before: Value, after: Value)]

    init(_ before: Stored<Application>, _ after: Application, _ moment: Moment) {
        self.after = after
        self.moment = moment
        state = before.state
        let (old, new) = (before.fields.values, after.values)
        changed = Application.fields.map { ($0.name, old[$0.name] ?? .null, new[$0.name] ?? .null) }
            .filter { $0.1 != $0.2 }
    }

    var problems: Problems {
        var problems = Problems()
        for (name, before, after) in changed {
            if Self.ofDecision.contains(name), !Self.decided.contains(state) {
                problems.add(name, "not_decided", Phrase("planning.problem.not_decided"))
            } else if Self.lasting.contains(name), !before.isNull, after.isNull {
                problems.add(name, "required", Phrase("problem.required"))
            } else if let day = Day(stored: after), Self.days.contains(name) {
                check(day, name, &problems)
            }
        }
        return problems
    }

    /// What a case has had once, it has.
    private static let lasting: Set = [
        "proposal", "address", "site", "applicant_name", "received_on", "newspaper_notice_on",
        "site_notice_on", "decided_on", "decision_reasons",
    ]
    private static let ofDecision: Set = [
        "decided_on", "decision_reasons", "notified_on", "appealed_on",
    ]
    private static let decided: Set<State> = [.granted, .refused, .decided]
    private static let days: Set = Set(
        Application.fields.filter { $0.description.kind == .day }.map(\.name))

    /// A day lies after all that comes before it in a case's course, and before all that follows.
    private func check(_ day: Day, _ name: String, _ problems: inout Problems) {
        guard let place = course.first(where: { $0.name == name })?.place else { return }
        let since = course.filter { $0.place < place }.map(\.day).max()
        let until = course.filter { $0.place > place }.map(\.day).min()
            .map { min($0, moment.today) } ?? moment.today
        if (since ?? day) > day || day > until {
            let phrase = since.map {
                Phrase(
                    "planning.problem.day_between",
                    ["since": $0.description, "until": until.description])
            }
            problems.add(
                name, "out_of_order",
                phrase ?? Phrase("planning.problem.day_until", ["until": until.description]))
        } else if name == "decided_on", let first = firstDayForDecision(on: day), day < first {
            problems.add(
                name, "too_early",
                Phrase("planning.refusal.too_early", ["firstDay": first.description]))
        } else if (try? moment.rules[.clockScheme, on: day]) == nil {
            problems.add(name, "before_the_law", Phrase("planning.problem.day_before_law"))
        }
    }

    /// The first day on which it could have been decided, as it stood before.
    private func firstDayForDecision(on day: Day) -> Day? {
        var dates = after.dates
        (dates.decidedOn, dates.outcome) = (nil, nil)
        return planningClocks(
            dates, rules: moment.rules, calendar: moment.calendar, on: day, explaining: false
        ).first { $0.name == ClockName.earliestDecision }?.dueOn
    }

    /// The days the case has, each with its place in the course of things; those of one place come
    /// in any order.
    private var course: [(place: Int, name: String, day: Day)] {
        let rounds = after.informationRounds
        let days: [(Int, String, Day?)] = [
            (0, "newspaper_notice_on", after.newspaperNoticeOn),
            (0, "site_notice_on", after.siteNoticeOn), (1, "lodged_on", after.lodgedOn),
            (2, "received_on", after.receivedOn), (3, "valid_on", after.validOn),
            (4, "requested_on", rounds.first?.requestedOn),
            (4, "replied_on", rounds.last?.repliedOn), (5, "decided_on", after.decidedOn),
            (5, "withdrawn_on", after.withdrawnOn), (5, "invalid_on", after.invalidOn),
            (6, "notified_on", after.notifiedOn), (6, "appealed_on", after.appealedOn),
        ]
        return days.compactMap { place, name, day in day.map { (place, name, $0) } }
    }
}
