// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

@Suite struct ODPStateTests {
    /// A published case with this stage and status and these other parts of `data`.
    private func state(_ stage: JSON?, _ status: JSON?, _ parts: [String: JSON] = [:]) throws
        -> ODPCase
    {
        var json = ODPFixtures.published
            .with("data.application.stage", stage).with("data.application.status", status)
        for (path, value) in parts { json = json.with("data.\(path)", value) }
        return try ODPFixtures.read(json)
    }

    private let lodged: JSON = ["lodgedDate": "2024-05-01", "reason": "Unfair"]
    private let granted: JSON = [
        "planningOfficerDecision": "granted", "planningOfficerDecisionDate": "2024-03-21",
    ]

    @Test func theStagesOfTheExamples() throws {
        let none: [String: JSON] = ["validation": .null, "consultation": .null]
        #expect(try state("submission", "undetermined", none).state == .submitted)
        #expect(try state("validation", "undetermined", none).state == .submitted)
        #expect(try state("validation", "undetermined", ["validation": ["isValid": true]]).state
            == .valid)
        #expect(try state("consultation", "undetermined").state == .consultation)
        let due: [String: JSON] = ["assessment": ["expiryDate": "2024-04-11"]]
        #expect(try state("assessment", "undetermined", due).state == .assessment)
        #expect(try state("assessment", "determined", ["assessment": granted]).state
            == .determined)
    }

    @Test func whatWasReturnedHasNoDayOfValidity() throws {
        let sent = try state("validation", "returned", ["validation.isValid": false])
        #expect(sent.state == .returned)
        #expect(sent.dates.validatedOn == nil)
        #expect(sent.dates.returnedOn?.description == "2024-02-19")
    }

    @Test func committees() throws {
        let to: JSON = [
            "planningOfficerRecommendation": "refused", "committeeSentDate": "2024-03-22",
        ]
        let waiting = try state("assessment", "undetermined", ["assessment": to])
        #expect(waiting.state == .committee)
        #expect(waiting.decision?.recommendation == .refused)
        let both = to
            .with("committeeDecision", "granted").with("committeeDecisionDate", "2024-04-01")
        let decided = try state("assessment", "determined", ["assessment": both])
        #expect(decided.state == .determined)
        #expect(decided.decision?.by == .committee)
        #expect(decided.decision?.decidedOn?.description == "2024-04-01")
    }

    @Test func aWithdrawalCountsWhateverTheStatusSays() throws {
        for status in ["undetermined", "withdrawn"] {
            let sent = try state("assessment", .string(status), [
                "application.withdrawnAt": "2024-02-20T15:54:31.021Z",
                "application.withdrawnReason": "No money",
            ])
            #expect(sent.state == .withdrawn)
            #expect(sent.dates.withdrawnOn?.description == "2024-02-20")
        }
        #expect(try state("consultation", "withdrawn").state == .withdrawn)
    }

    @Test func appealsGoStepByStep() throws {
        var appeal = lodged
        #expect(try state("appeal", "determined", ["assessment": granted, "appeal": appeal]).state
            == .appealLodged)
        appeal["validatedDate"] = "2024-05-02"
        #expect(try state("appeal", "determined", ["appeal": appeal]).state == .appealValid)
        appeal["startedDate"] = "2024-05-03"
        #expect(try state("appeal", "determined", ["appeal": appeal]).state == .appealStarted)
        appeal["decision"] = "allowed"
        appeal["decisionDate"] = "2024-06-03"
        let decided = try state("appeal", "determined", ["appeal": appeal])
        #expect(decided.state == .appealDetermined)
        #expect(decided.appeal?.outcome == .allowed)
        #expect(try state("highCourtAppeal", "determined", ["appeal": appeal]).state == .highCourt)
    }

    @Test func anAppealIsWithdrawnInTwoWays() throws {
        let dated = lodged.with("withdrawnAt", "2024-05-10T10:00:00Z")
        let decided = lodged.with("decision", "withdrawn").with("decisionDate", "2024-05-10")
        for appeal in [dated, decided] {
            let sent = try state("appeal", "determined", ["appeal": appeal])
            #expect(sent.state == .appealWithdrawn)
            #expect(sent.appeal?.withdrawnOn?.description == "2024-05-10")
            #expect(sent.appeal?.decidedOn == nil)
        }
    }

    @Test func priorApprovalThatWasNotNeeded() throws {
        let sent = try state("assessment", "determined", [
            "assessment": granted.with("priorApprovalRequired", false)
        ])
        #expect(sent.decision?.priorApprovalRequired == false)
        #expect(sent.unused.isEmpty)
    }

    @Test func whatDoesNotFitTogetherIsNoted() throws {
        let codes = { (sent: ODPCase) in sent.notes.map(\.code) }
        #expect(codes(try state("assessment", "determined")) == [.decidedWithoutDecision])
        let early = try state("assessment", "undetermined", ["assessment": granted])
        #expect(early.state == .determined)
        #expect(codes(early) == [.decisionWithoutStatus])
        let odd = try state("limbo", "undetermined")
        #expect(odd.state == .consultation)
        #expect(codes(odd) == [.unknownStage])
        let two = granted.with("committeeDecision", "refused")
        let decidedTwice = try state("assessment", "determined", ["assessment": two])
        #expect(codes(decidedTwice) == [.twoDecisions])
        let vague = granted.with("planningOfficerDecision", "perhaps")
        let sent = try state("assessment", "undetermined", ["assessment": vague])
        #expect(sent.state == .assessment)
        #expect(codes(sent) == [.unknownValue])
        #expect(sent.unused == ["/data/assessment/planningOfficerDecision"])
    }

    @Test func nothingLeadsBack() {
        for state in ODPState.allCases {
            for later in ODPState.allCases where state.canLead(to: later) {
                #expect(later.rank > state.rank || later == state)
            }
        }
        #expect(!ODPState.withdrawn.canLead(to: .appealLodged))
        #expect(!ODPState.determined.canLead(to: .withdrawn))
        #expect(ODPState.returned.canLead(to: .consultation))
    }
}
