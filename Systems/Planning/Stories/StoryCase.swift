// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// One case of the demonstration, told step by step through the same actions everybody takes.
struct StoryCase {
    let slug: String
    let plan: CasePlan
    let begunOn: Day
    let applicant: RecordID
    let officer: RecordID
    let neighbours: [RecordID]
    let answers: Values
    let facts: StoryFacts
    var numbers: SeededNumbers
    /// By which each of its steps is known, so that none is taken twice; nil: none is known.
    let key: String?
    var id: RecordID?
    /// What was said on it.
    private var said: Set<String> = []

    init(
        slug: String, plan: CasePlan, begunOn: Day, applicant: RecordID, officer: RecordID,
        neighbours: [RecordID], answers: Values, facts: StoryFacts, numbers: SeededNumbers,
        key: String?
    ) {
        self.slug = slug
        self.plan = plan
        self.begunOn = begunOn
        self.applicant = applicant
        self.officer = officer
        self.neighbours = neighbours
        self.answers = answers
        self.facts = facts
        self.numbers = numbers
        self.key = key
    }

    /// What is done in a step: the action, by whom and with what.
    mutating func call(_ step: CasePlan.Step, at day: Int) -> ActionCall? {
        let officer = Actor(.person(officer), roles: [.officer])
        let applicant = Actor(.person(applicant))
        switch step {
        case .start: return make(PlanningActions.start.kind, day, applicant, answers)
        case .lodge:
            return make(
                PlanningActions.lodge.kind, day, applicant,
                ["fee_reference": .text("DEMO-\(numbers.next() % 100_000)"), "declaration": 1])
        case .assign: return make(PlanningActions.assign.kind, day, officer)
        case .validate: return make(PlanningActions.validate.kind, day, officer)
        case .invalidate:
            return make(
                PlanningActions.invalidate.kind, day, officer, ["reasons": one("invalid_reasons")])
        case .submission: return submission(at: day)
        case .requestInformation:
            let items = [one("further_information_items"), one("further_information_items")]
            return make(
                PlanningActions.requestInformation.kind, day, officer,
                ["items": .text(Set(items.compactMap(\.text)).sorted().joined(separator: "\n"))])
        case .answer:
            return make(
                PlanningActions.answerInformation.kind, day, applicant,
                ["reply": "Please find the revised drawings and the details asked for (demo)."])
        case .grant: return make(PlanningActions.grant.kind, day, officer, permission)
        case .refuse:
            return make(
                PlanningActions.refuse.kind, day, officer, ["reasons": one("refusal_reasons")])
        case .withdraw:
            return make(
                PlanningActions.withdraw.kind, day, applicant,
                ["reason": one("withdrawal_reasons")])
        case .deem: return make(PlanningActions.deemWithdrawn.kind, day, .system("clock"))
        case .notify: return make(PlanningActions.notifyParties.kind, day, officer)
        case .appeal: return make(PlanningActions.recordAppeal.kind, day, officer)
        }
    }

    private func make(
        _ action: ActionKind, _ day: Int, _ actor: Actor, _ input: Values = [:]
    ) -> ActionCall? {
        if !action.isCreating, id == nil { return nil }
        return ActionCall(
            action, by: actor, on: action.isCreating ? nil : id, input: input,
            key: key.map { "\($0):\(day):\(action.name)" })
    }

    private mutating func submission(at day: Int) -> ActionCall? {
        guard let id, let person = neighbours.one(&numbers),
            let remark = facts.remark(
                on: answers["proposal"]?.text ?? "", but: said, &numbers)
        else { return nil }
        said.insert(remark.text)
        let stance = ["against": "objection", "for": "support"][remark.stance] ?? "neutral"
        return make(
            PlanningActions.submit.kind, day, Actor(.person(person)),
            [
                "application": id.stored, "name": .text(facts.name(&numbers)),
                "address": "Nearby (demo)", "text": .text(remark.text), "stance": .text(stance),
                "fee_reference": .text("DEMO-\(numbers.next() % 100_000)"),
            ])
    }

    private var permission: Values {
        mutating get {
            let conditions = (0..<4).compactMap { _ in one("conditions").text }
            let list = Set(conditions).sorted().map {
                "\($0)\nReason: In the interest of clarity and of the amenity of the area (demo)."
            }
            return [
                "reasons":
                    "The development would fit its surroundings and the plan for the area (demo).",
                "conditions": .text(list.joined(separator: "\n\n")),
            ]
        }
    }

    private mutating func one(_ key: String) -> Value {
        .text(facts.texts[key]?.one(&numbers) ?? "Demo")
    }
}
