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
    var id: RecordID?

    /// What is done in a step: the action, by whom and with what.
    mutating func call(_ step: CasePlan.Step, on day: Day) -> ActionCall? {
        let officer = Actor(.person(officer), roles: [.officer])
        let applicant = Actor(.person(applicant))
        switch step {
        case .start: return make(PlanningActions.start.kind, applicant, answers)
        case .lodge:
            return make(
                PlanningActions.lodge.kind, applicant,
                ["fee_reference": .text("DEMO-\(numbers.next() % 100_000)"), "declaration": 1])
        case .assign: return make(PlanningActions.assign.kind, officer)
        case .validate: return make(PlanningActions.validate.kind, officer)
        case .invalidate:
            return make(
                PlanningActions.invalidate.kind, officer, ["reasons": one("invalid_reasons")])
        case .submission: return submission(on: day)
        case .requestInformation:
            let items = [one("further_information_items"), one("further_information_items")]
            return make(
                PlanningActions.requestInformation.kind, officer,
                ["items": .text(Set(items.compactMap(\.text)).sorted().joined(separator: "\n"))])
        case .answer:
            return make(
                PlanningActions.answerInformation.kind, applicant,
                ["reply": "Please find the revised drawings and the details asked for (demo)."])
        case .grant: return make(PlanningActions.grant.kind, officer, permission)
        case .refuse:
            return make(
                PlanningActions.refuse.kind, officer, ["reasons": one("refusal_reasons")])
        case .withdraw:
            return make(
                PlanningActions.withdraw.kind, applicant, ["reason": one("withdrawal_reasons")])
        case .deem: return make(PlanningActions.deemWithdrawn.kind, .system("clock"))
        case .notify: return make(PlanningActions.notifyParties.kind, officer)
        case .appeal: return make(PlanningActions.recordAppeal.kind, officer)
        }
    }

    private func make(_ action: ActionKind, _ actor: Actor, _ input: Values = [:]) -> ActionCall? {
        if !action.isCreating, id == nil { return nil }
        return ActionCall(
            action, by: actor, on: action.isCreating ? nil : id,
            input: input)
    }

    private mutating func submission(on day: Day) -> ActionCall? {
        guard let id, let person = neighbours.one(&numbers), let said = facts.stances.one(&numbers)
        else { return nil }
        let stance = ["against": "objection", "for": "support"][said.stance] ?? "neutral"
        return ActionCall(
            PlanningActions.submit.kind, by: Actor(.person(person)),
            input: [
                "application": id.stored, "name": .text(facts.name(&numbers)), "address": "Nearby (demo)",
                "text": .text(said.text), "stance": .text(stance),
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
                "reasons": "The development would fit its surroundings and the plan for the area (demo).",
                "conditions": .text(list.joined(separator: "\n\n")),
            ]
        }
    }

    private mutating func one(_ key: String) -> Value {
        .text(facts.texts[key]?.one(&numbers) ?? "Demo")
    }
}
