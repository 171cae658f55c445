// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done with pledges. They are the body's to whom they were made: it records what was signed,
/// and what it is told of how far that has come.
enum PledgeActions {
    static let all = [
        record.kind, change.kind, report.kind, keep.kind, giveUp.kind, strike.kind,
    ]

    static let mostReports = 500

    static let record = Action<Pledge, Pledge>(
        "record_pledge", by: .officers + [.system("import")], to: [.standing]
    ) { pledge, input, desk in
        try input.fields.check(at: desk.moment)
        pledge.fields.take(names, from: input.fields)
    }

    static let change = Action<Pledge, Pledge>(
        "change_pledge", by: .officers, from: [.standing],
        prefill: { pledge, _ in pledge?.fields ?? Pledge() }
    ) { pledge, input, desk in
        try input.fields.check(at: desk.moment)
        pledge.fields.take(names, from: input.fields)
    }

    /// How far it has come on a day. A second report of the same day takes the place of the first.
    static let report = Action<Pledge, ProgressReport>(
        "report_progress", by: .officers + [.system("import")], from: [.standing, .kept],
        prefill: { _, moment in
            var report = ProgressReport()
            report.day = moment.today
            return report
        }
    ) { pledge, input, desk in
        guard input.value != nil || input.text != nil else {
            throw Problems("value", "nothing", Phrase("knowledge.problem.no_progress"))
        }
        guard input.day <= desk.moment.today else {
            throw Problems("day", "future", Phrase("knowledge.problem.future"))
        }
        let others = pledge.fields.reports.filter { $0.day != input.day }
        guard others.count < mostReports else {
            throw Problems("day", "too_many", Phrase("knowledge.problem.many_reports"))
        }
        let all = (others + [input.fields]).sorted { $0.day < $1.day }
        pledge.progress = .array(all.map(\.json))
    }

    struct Ending: Form {
        var ending: String?
        static let fields: Fields<Ending> = [.longText("ending", \.ending, max: 1_000)]
    }

    static let keep = Action<Pledge, Ending>(
        "pledge_kept", by: .officers, from: [.standing], to: [.kept]
    ) { pledge, input, desk in
        (pledge.endedOn, pledge.ending) = (desk.moment.today, input.ending)
    }

    static let giveUp = Action<Pledge, Ending>(
        "pledge_given_up", by: .officers, from: [.standing], to: [.givenUp]
    ) { pledge, input, desk in
        (pledge.endedOn, pledge.ending) = (desk.moment.today, input.ending)
    }

    static let strike = Action<Pledge, Nothing>(
        "strike_pledge", by: .officers, from: [.standing, .kept, .givenUp], to: [.struck]
    ) { _, _, _ in }

    private static let names = Set(Pledge.asked.map(\.name))
}

extension Pledge {
    /// Whether it fits together: all that is wrong, at once.
    func check(at moment: Moment) throws {
        var problems = Problems()
        if isNamed, claimed != nil {
            problems.add("claimed", "both", Phrase("knowledge.problem.named_and_claimed"))
        }
        if !isNamed, claimed == nil {
            problems.add("signatory", "nobody", Phrase("knowledge.problem.no_signatory"))
        }
        if let claimed, let claimedOf, claimed > claimedOf {
            problems.add("claimed", "more", Phrase("knowledge.problem.more_than_all"))
        }
        if let organisation, !Tenant.isSlug(organisation) {
            problems.add("organisation", "no_slug", Phrase("problem.not_a_slug"))
        }
        if let joinedIn, joinedIn.wholeMatch(of: /[0-9]{4}(-[0-9]{2})?/) == nil {
            problems.add("joined_in", "no_period", Phrase("knowledge.problem.no_period"))
        }
        if let joinedOn, joinedOn > moment.today {
            problems.add("joined_on", "future", Phrase("knowledge.problem.future"))
        }
        if let baseline, let goal, baseline == goal {
            problems.add("goal", "same", Phrase("knowledge.problem.same_goal"))
        }
        try problems.check()
    }
}
