// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Store
import Testing

@Suite("Cases taken in from elsewhere") struct ImportTests {
    @Test func aPublishedCaseIsTakenInWhole() async throws {
        let desk = try await ImportDesk()
        let report = try await desk.takeOne(ODPFixtures.published)
        #expect(report.standing == .new)
        #expect(report.reference == "24/0001/HH")
        #expect(report.hasClock == true)
        let held = try #require(try desk.cases.first)
        #expect(held.id == report.id)
        #expect(held.state == "valid")
        #expect(held.type == "pp.full.householder")
        #expect(held.proposal == "A porch.")
        #expect(held.address == "4, WEIR LANE, MILLFORD, ZZ4")
        #expect(held.site?.polygons.isEmpty == false)
        #expect(held.siteArea == Decimal(string: "0.01"))
        #expect(held.legalInterest == .owner)
        #expect(held.applicantName == "Dr Wilma Oakes")
        #expect(held.applicantEmail == "wilma@oakes.example")
        #expect(held.applicantPhone == "01632 960001")
        #expect(held.applicantAddress == held.address)
        #expect(held.agentName == "Ada Planner, Plans & Sons")
        #expect(held.feePaid == 12_950)
        #expect(held.feeReference == "govPay pay-1")
        #expect(held.lodgedOn == Day("2024-02-18"))
        #expect(held.receivedOn == Day("2024-02-18"))
        #expect(held.validOn == Day("2024-02-19"))
        #expect(held.consultationUntil == Day("2024-03-11"))
        #expect(held.dueOn == Day("2024-04-15"))
        #expect(held.sayUntil == Day("2024-03-11"))
        #expect(held.originFiles.map(\.name) == ["case.json"])
        let origin = try #require(held.fields.odp)
        #expect(origin.isPublished)
        #expect(origin.json["stage"]?.asString == "consultation")
        #expect(origin.json["version"]?.asString == "v0.7.7")
        #expect(origin.known.facts[.officer] == "Casey Clerk")
    }

    @Test func whatWasSaidComesWithIt() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        let said = try desk.list(Submission.self).sorted { ($0.origin ?? "") < ($1.origin ?? "") }
        #expect(said.map(\.origin) == ["public:1", "public:2", "specialist:7:1"])
        #expect(said.map(\.name) == ["Nell Next", "Otto Over", "River Board"])
        #expect(said.map(\.text) == ["Noise?\nRing *****", "", "Fine"])
        #expect(said.map(\.asSent) == ["Noise?\nRing 01632 9", "Not yet looked at", "Fine"])
        #expect(said.map(\.stance) == [.objection, .neutral, .support])
        #expect(said.map(\.officersOnly) == [nil, true, nil])
        #expect(said.map(\.isConsultee) == [nil, nil, true])
        #expect(said[0].address == "6 Weir Lane, ZZ4")
        #expect(said[0].receivedOn == Day("2024-02-20"))
    }

    @Test func theSameFileChangesNothing() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        let entries = try desk.journal.count
        let again = ODPFixtures.published.with("metadata.generatedAt", "2025-02-01T00:00:00Z")
        for json in [ODPFixtures.published, again] {
            let report = try await desk.takeOne(json)
            #expect(report.standing == .same)
            #expect(report.reference == "24/0001/HH")
        }
        #expect(try desk.journal.count == entries)
    }

    @Test func aLaterReportBringsTheCaseForward() async throws {
        let desk = try await ImportDesk()
        let id = try await desk.takeOne(ODPFixtures.published).id
        let report = try await desk.takeOne(ODPFixtures.determined)
        #expect(report.standing == .broughtForward)
        #expect(report.id == id)
        #expect(report.changes.map(\.fact) == [.expiresOn, .decision, .decidedBy, .decidedOn])
        let held = try #require(try desk.cases.first)
        #expect(held.version == 2)
        #expect(held.state == "granted")
        #expect(held.decision == .granted)
        #expect(held.decidedOn == Day("2024-03-21"))
        #expect(held.originFiles.count == 2)
        #expect(try desk.list(Submission.self).allSatisfy { $0.version == 1 })
        #expect(try desk.list(Submission.self).count == 3)
        #expect(try await desk.takeOne(ODPFixtures.determined).standing == .same)
    }

    @Test func anEarlierStageIsKeptBesideOnce() async throws {
        let desk = try await ImportDesk()
        let id = try await desk.takeOne(ODPFixtures.determined).id
        for _ in 1...2 {
            let report = try await desk.takeOne(ODPFixtures.published)
            #expect(report.standing == .keptBeside)
            #expect(report.beside == .earlierStage)
            #expect(report.states?.ours == .determined)
            #expect(report.states?.theirs == .consultation)
        }
        let beside = try desk.list(Beside.self)
        #expect(beside.count == 1)
        #expect(beside.first?.application == id)
        #expect(beside.first?.file.first?.name == "case.json")
        #expect(try desk.cases.map(\.version) == [1])
    }

    @Test func aContradictionIsKeptBesideWithWhatItSays() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.determined)
        let report = try await desk.takeOne(
            ODPFixtures.determined.with("data.assessment.planningOfficerDecision", "refused"))
        #expect(report.beside == .contradiction)
        #expect(report.contradictions.map(\.fact) == [.decision])
        let details = try desk.list(Beside.self).first?.details
        #expect(details?["contradictions"]?[0]?["theirs"]?.asString == "refused")
        #expect(try desk.cases.first?.decision == .granted)
    }

    @Test func anApplicationGetsANumberOfTheTenantsSeries() async throws {
        let desk = try await ImportDesk()
        let other = ODPFixtures.application.with("metadata.id", "another")
        #expect(try await desk.takeOne(ODPFixtures.application).reference == "24/1")
        #expect(try await desk.takeOne(other).reference == "24/2")
        #expect(try desk.cases.map(\.state) == ["lodged", "lodged"])
        #expect(try await desk.published().isEmpty)
    }

    @Test func aNumberThatIsTakenIsPassedOver() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published.with("data.application.reference", "24/1"))
        let other = ODPFixtures.application.with("metadata.id", "another")
        #expect(try await desk.takeOne(other).reference == "24/2")
    }

    @Test func anApplicationAndItsPublishedCaseAreOne() async throws {
        let desk = try await ImportDesk()
        let id = try await desk.takeOne(ODPFixtures.application).id
        let published = try await desk.takeOne(ODPFixtures.published)
        #expect(published.standing == .broughtForward)
        #expect(published.id == id)
        #expect(published.reference == "24/0001/HH")
        #expect(try await desk.takeOne(ODPFixtures.application).beside == .earlierStage)
        #expect(try await desk.takeOne(ODPFixtures.published).standing == .same)
        #expect(try await desk.takeOne(ODPFixtures.determined).standing == .broughtForward)
        #expect(try desk.cases.count == 1)
    }

    @Test func whatIsNotSentAgainStays() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        let bare = ODPFixtures.determined
            .with("submission.data.applicant", nil).with("submission.data.proposal", nil)
            .with("comments", nil).with("data.consultation", nil)
        #expect(try await desk.takeOne(bare).standing == .broughtForward)
        let held = try #require(try desk.cases.first)
        #expect(held.proposal == "A porch.")
        #expect(held.applicantEmail == "wilma@oakes.example")
        #expect(held.consultationUntil == Day("2024-03-11"))
        #expect(held.site != nil)
        #expect(try desk.list(Submission.self).count == 3)
    }

    @Test(arguments: [
        ("submission", "undetermined", State("lodged")), ("validation", "returned", "invalid"),
        ("validation", "undetermined", "valid"), ("assessment", "undetermined", "valid"),
        ("consultation", "withdrawn", "withdrawn"), ("assessment", "determined", "decided"),
        ("highCourtAppeal", "determined", "decided"), ("no such stage", "odd", "valid"),
    ])
    func everyStateHasItsPlace(stage: String, status: String, state: State) async throws {
        let desk = try await ImportDesk()
        let json = ODPFixtures.published.with("data.application.stage", .string(stage))
            .with("data.application.status", .string(status))
        #expect(try await desk.takeOne(json).state == state)
    }

    @Test func anAppealLeavesTheAuthoritysOwnDecision() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(
            ODPFixtures.determined.with("data.assessment.planningOfficerDecision", "refused"))
        let appeal = ODPFixtures.published.with("data.application.stage", "appeal")
            .with("data.appeal", [
                "lodgedDate": "2024-05-01", "decisionDate": "2024-09-01", "decision": "allowed",
            ])
        #expect(try await desk.takeOne(appeal).standing == .broughtForward)
        let held = try #require(try desk.cases.first)
        #expect(held.state == "refused")
        #expect(held.appealedOn == Day("2024-05-01"))
        #expect(held.origin?["appeal"]?["outcome"]?.asString == "allowed")
        let elsewhere = try await desk.published().first?.body["elsewhere"]
        #expect(elsewhere?["appeal"]?.asString == "allowed")
    }

    @Test func priorApprovalThatIsNotRequiredIsNeitherGrantedNorRefused() async throws {
        let desk = try await ImportDesk()
        let report = try await desk.takeOne(
            ODPFixtures.determined.with("applicationType", "pa.part1.classA")
                .with("data.assessment.priorApprovalRequired", false))
        #expect(report.state == "decided")
        #expect(try desk.cases.first?.decision == .notRequired)
    }
}
