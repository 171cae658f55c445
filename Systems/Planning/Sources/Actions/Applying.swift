// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension PlanningActions {
    static let applying = [start.kind, answer.kind, discard.kind, lodge.kind]

    /// What an applicant answers, page by page; nothing is asked for until it is lodged.
    struct Answers: Form {
        var fields = Application()
        var type: ApplicationType?
        static let fields: Fields<Answers> =
            [.choice("type", \.type)]
            + answered.compactMap { name in
                Application.fields.first { $0.name == name }?.within(\.fields)
            }
        private static let answered = [
            "proposal", "address", "site", "legal_interest", "development_class",
            "floor_area_new", "floor_area_existing", "floor_area_demolished", "site_area",
            "line_length",
            "homes", "protected_structure", "environmental_report", "natura_statement",
            "applicant_name", "applicant_address", "applicant_email", "applicant_phone",
            "agent_name", "agent_email", "agent_phone", "newspaper_name",
            "newspaper_notice_on", "site_notice_on", "drawings", "other_documents",
        ]
    }

    /// What may be applied for under the 2000 Act.
    enum ApplicationType: String, Choice {
        typealias Base = ApplicationType
        case permission, retention, outline, consequent
    }

    static let start = Action<Application, Answers>(
        "start_application", by: [.signedIn], to: [.draft], isPartial: true
    ) { application, input, desk in
        guard let person = desk.moment.actor.person else { throw Refusal.signIn }
        try take(input, into: &application, desk)
        application.applicant = person
    }

    static let answer = Action<Application, Answers>(
        "save_answers", by: [applicant], from: [.draft], isPartial: true
    ) { application, input, desk in try take(input, into: &application, desk) }

    static let discard = Action<Application, Nothing>(
        "discard_draft", by: [applicant], from: [.draft], to: [.discarded]
    ) { _, _, _ in }

    private static func take(
        _ input: Sent<Answers>, into application: inout Stored<Application>, _ desk: any Desk
    ) throws {
        application.fields.take(input.given.subtracting(["type"]), from: input.fields.fields)
        if let type = input.type { application.type = type.rawValue }
        try AnswerCheck(application: application.fields, moment: desk.moment)
            .problems(of: input.given).check()
        application.feeDue = fee(of: application.fields, at: desk.moment)?.amount.cents
    }

    /// How the fee was paid: recorded, since nobody is paid through here yet.
    struct Lodgement: Form {
        var feeReference = ""
        var isTrue = false
        static let fields: Fields<Lodgement> = [
            .text("fee_reference", \.feeReference, max: 100), .flag("declaration", \.isTrue),
        ]
    }

    static let lodge = Action<Application, Lodgement>(
        "lodge", by: [applicant], from: [.draft], to: [.lodged]
    ) { application, input, desk in
        var problems = Completeness(application: application.fields, moment: desk.moment).problems
        if !input.isTrue {
            problems.add("declaration", "select", Phrase("planning.problem.declaration"))
        }
        try problems.check()
        guard let fee = fee(of: application.fields, at: desk.moment) else {
            throw Problems("development_class", "no_fee", Phrase("planning.problem.no_fee"))
        }
        application.lodgedOn = desk.moment.today
        application.receivedOn = desk.moment.today
        application.feeDue = fee.amount.cents
        application.feePaid = fee.amount.cents
        application.feeReference = input.feeReference
        for step in fee.steps { desk.cite("\(step.rule): \(step.source)") }
        try desk.tellApplicant(application, "lodged")
    }

    /// The fee as far as it can be told from the answers.
    static func fee(of application: Application, at moment: Moment) -> FeeAnswer? {
        guard let row = application.developmentClass else { return nil }
        let column = FeeColumn(rawValue: application.type) ?? .permission
        return try? planningFee(
            [FeePart(row: row, measures: FeeMeasure.all(of: application))], column: column,
            rules: moment.rules, on: moment.today)
    }
}

/// What is still missing before an application can be lodged.
struct Completeness {
    let application: Application
    let moment: Moment

    var problems: Problems {
        var problems = Problems()
        let values = application.values
        for name in Self.needed where (values[name] ?? .null).isNull {
            problems.add(name, "required", Phrase("problem.required"))
        }
        problems.all += AnswerCheck(application: application, moment: moment)
            .problems(of: Set(Application.fields.map(\.name))).all
        if FeeMeasure.row(of: application, at: moment) != nil,
            PlanningActions.fee(of: application, at: moment) == nil,
            let measure = FeeMeasure.field(for: application, at: moment)
        {
            problems.add(measure, "measure_needed", Phrase("planning.problem.measure"))
        }
        notices(&problems)
        return problems
    }

    static let needed = [
        "type", "proposal", "address", "site", "legal_interest", "development_class",
        "applicant_name", "applicant_address", "applicant_email", "newspaper_name",
        "newspaper_notice_on", "site_notice_on", "drawings",
    ]

    /// Both notices must have been given within the two weeks before (arts 17 to 19).
    private func notices(_ problems: inout Problems) {
        var dates = application.dates
        dates.lodgedOn = nil
        dates.receivedOn = nil
        let clocks = planningClocks(
            dates, rules: moment.rules, calendar: moment.calendar, on: moment.today,
            explaining: false)
        for (clock, field, day) in [
            (ClockName.newspaperNotice, "newspaper_notice_on", application.newspaperNoticeOn),
            (ClockName.siteNotice, "site_notice_on", application.siteNoticeOn),
        ] { check(clock, field, day, clocks, &problems) }
    }

    private func check(
        _ clock: String, _ field: String, _ day: Day?, _ clocks: [ClockAnswer],
        _ problems: inout Problems
    ) {
        guard let day else { return }
        if day > moment.today {
            problems.add(field, "in_the_future", Phrase("planning.problem.notice_future"))
        } else if let last = clocks.first(where: { $0.name == clock })?.lastGoodDay,
            last < moment.today
        {
            problems.add(
                field, "too_old",
                Phrase("planning.problem.notice_too_old", ["lastDay": last.description]))
        }
    }
}
