// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension PlanningActions {
    static let deciding = [grant.kind, refuse.kind, withdraw.kind]

    struct Permission: Form {
        var conditions: String?
        var reasons = ""
        static let fields: Fields<Permission> = [
            .longText("reasons", \.reasons, max: 20_000),
            .longText("conditions", \.conditions, max: 40_000),
        ]

        /// One condition a paragraph, or until a line that begins with `Reason:`, which is its
        /// reason. They are numbered where they are shown, so a number typed before one is left out.
        var list: [Condition] {
            var list: [Condition] = []
            var text: [String] = []
            func end(reason: String) {
                let whole = text.joined(separator: "\n")
                if !whole.isEmpty { list.append(Condition(text: whole, reason: reason)) }
                text = []
            }
            for line in (conditions ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
                let line = line.trimmingCharacters(in: .whitespaces)
                if line.isEmpty {
                    end(reason: "")
                } else if line.lowercased().hasPrefix("reason:") {
                    end(reason: line.dropFirst(7).trimmingCharacters(in: .whitespaces))
                } else {
                    text.append(
                        text.isEmpty ? String(line.trimmingPrefix(/\d{1,2}[.)]\s+/)) : line)
                }
            }
            end(reason: "")
            return list
        }
    }

    static let grant = Action<Application, Permission>(
        "grant_permission", by: officers, from: [.valid], to: [.granted], unless: tooEarly
    ) { application, input, desk in
        var problems = Problems()
        for (index, condition) in input.list.enumerated() where condition.reason.isEmpty {
            problems.add(
                "conditions", "reason_missing",
                Phrase("planning.problem.condition_reason", ["number": "\(index + 1)"]))
        }
        try problems.check()
        application.conditionList = input.list
        application.decision = .granted
        try decide(&application, reasons: input.reasons, desk)
    }

    static let refuse = Action<Application, Reasons>(
        "refuse_permission", by: officers, from: [.valid], to: [.refused], unless: tooEarly
    ) { application, input, desk in
        application.decision = .refused
        try decide(&application, reasons: input.reasons, desk)
    }

    private static func decide(
        _ application: inout Stored<Application>, reasons: String, _ desk: any Desk
    ) throws {
        application.decidedOn = desk.moment.today
        application.decisionReasons = reasons
        citeClock(ClockName.decision, application, desk)
        try desk.tellApplicant(application, application.state.rawValue)
    }

    /// Not before the public's five weeks are over (art. 30), and not before it had its say on
    /// data that is advertised anew (art. 35).
    private static let tooEarly: @Sendable (Stored<Application>, Moment) -> Phrase? = {
        application, moment in
        if application.awaitsNotices { return Phrase("planning.refusal.awaiting_notices") }
        let earliest = application.fields.clocks(at: moment, explaining: false)
            .first { $0.name == ClockName.earliestDecision }
        guard let day = earliest?.dueOn, moment.today < day else { return nil }
        return Phrase("planning.refusal.too_early", ["firstDay": day.description])
    }

    struct Withdrawal: Form {
        var reason: String?
        static let fields: Fields<Withdrawal> = [.longText("reason", \.reason, max: 2_000)]
    }

    /// By the applicant, at any time before the decision.
    static let withdraw = Action<Application, Withdrawal>(
        "withdraw", by: [applicant] + officers, from: open, to: [.withdrawn]
    ) { application, input, desk in
        application.withdrawnOn = desk.moment.today
        application.withdrawalReason = input.reason
        if let officer = application.assignedTo {
            try desk.notify(
                Notice(
                    to: officer,
                    Phrase("planning.notice.withdrawn", ["file": application.fileNumber ?? ""]),
                    path: "/t/\(desk.moment.tenant.slug)/planning/applications/\(application.id)"))
        }
    }
}
