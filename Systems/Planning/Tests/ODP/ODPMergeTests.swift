// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Testing

@Suite struct ODPMergeTests {
    /// What is held after these files were taken in turn.
    private struct Shelf {
        var held: [ODPKnown] = []

        mutating func take(_ json: JSON) throws -> ODPStanding {
            let sent = try ODPFixtures.read(json)
            // Any digest will do; the canonical text is its own.
            let digest = String(decoding: sent.canonical, as: UTF8.self)
            let known = ODPMerge.match(sent, among: held)
            let standing = ODPMerge.standing(of: sent, digest: digest, beside: known)
            guard standing.isTaken else { return standing }
            held.removeAll { $0 == known }
            held.append(
                known?.broughtForward(by: sent, digest: digest) ?? ODPKnown(sent, digest: digest))
            return standing
        }
    }

    @Test func aCaseGoesForward() throws {
        var shelf = Shelf()
        #expect(try shelf.take(ODPFixtures.published) == .new)
        guard case .bringsForward(let changes) = try shelf.take(ODPFixtures.determined) else {
            Issue.record("not brought forward")
            return
        }
        #expect(changes.map(\.fact) == [.expiresOn, .decision, .decidedBy, .decidedOn])
        #expect(changes.allSatisfy { $0.ours == nil })
        #expect(shelf.held.map(\.state) == [.determined])
        #expect(shelf.held.first?.facts[.decidedOn] == "2024-03-21")
    }

    @Test func theSameFileSaysNothingNew() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        #expect(try shelf.take(ODPFixtures.published) == .same)
        let again = ODPFixtures.published
            .with("metadata.generatedAt", "2025-02-01T00:00:00Z")
        #expect(try shelf.take(again) == .same)
        let members = Array(try #require(ODPFixtures.published.asObject))
        #expect(try shelf.take(.object(JSONObject(members.reversed()))) == .same)
    }

    @Test func anEarlierStageIsKeptBeside() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.determined)
        guard case .earlierStage(let found, let contradictions) = try shelf.take(
            ODPFixtures.published)
        else {
            Issue.record("taken")
            return
        }
        #expect(found.ours == .determined)
        #expect(found.theirs == .consultation)
        #expect(contradictions.isEmpty)
        #expect(shelf.held.map(\.state) == [.determined])
    }

    @Test func anotherDecisionContradicts() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.determined)
        let other = ODPFixtures.determined
            .with("data.assessment.planningOfficerDecision", "refused")
        guard case .contradiction(let changes, let states) = try shelf.take(other) else {
            Issue.record("taken")
            return
        }
        #expect(changes.map(\.fact) == [.decision])
        #expect(changes.first?.ours == "granted")
        #expect(changes.first?.theirs == "refused")
        #expect(states == nil)
    }

    @Test(arguments: [
        ("data.validation.validatedAt", "2024-02-25T10:00:00Z", ODPFact.validatedOn),
        ("data.submission.submittedAt", "2023-02-18T15:54:30.821Z", .submittedOn),
        ("data.application.reference", "24/9999/HH", .reference),
        ("submission.data.property.address.uprn", "999", .uprn),
    ])
    func whatHasHappenedStays(path: String, value: String, fact: ODPFact) throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        guard case .contradiction(let changes, _) = try shelf.take(
            ODPFixtures.determined.with(path, .string(value)))
        else {
            Issue.record("taken")
            return
        }
        #expect(changes.map(\.fact) == [fact])
        #expect(shelf.held.map(\.state) == [.consultation])
    }

    @Test func whatIsPlannedOrWordedMayChange() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        let amended = ODPFixtures.published
            .with("data.consultation.endDate", "2024-03-18")
            .with("data.caseOfficer.name", "Nina New")
            .with("submission.data.proposal.description", "A smaller porch.")
            .with("submission.data.property.address.singleLine", "4 Weir Lane")
            .with("comments.public.comments", [])
        guard case .bringsForward(let changes) = try shelf.take(amended) else {
            Issue.record("not taken")
            return
        }
        #expect(changes.map(\.fact)
            == [.consultationEndsOn, .address, .description, .officer, .publicComments])
    }

    @Test func anAddressAloneSettlesThePlace() throws {
        var shelf = Shelf()
        let bare = ODPFixtures.published.with("submission.data.property.address.uprn", nil)
        _ = try shelf.take(bare)
        let elsewhere = bare.with("submission.data.property.address.singleLine", "9 Hill Top")
        guard case .contradiction(let changes, _) = try shelf.take(elsewhere) else {
            Issue.record("taken")
            return
        }
        #expect(changes.map(\.fact) == [.address])
    }

    @Test func silenceContradictsNothing() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.determined)
        let appeal = ODPFixtures.determined
            .with("data.application.stage", "appeal").with("data.assessment", nil)
            .with("data.consultation", nil).with("data.appeal", ["lodgedDate": "2024-05-01"])
        guard case .bringsForward = try shelf.take(appeal) else {
            Issue.record("not taken")
            return
        }
        #expect(shelf.held.first?.state == .appealLodged)
        #expect(shelf.held.first?.facts[.decision] == "granted")
    }

    @Test func aDecidedCaseIsNotWithdrawn() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.determined)
        let withdrawn = ODPFixtures.published
            .with("data.application.withdrawnAt", "2024-03-01T10:00:00Z")
        guard case .contradiction(_, let states) = try shelf.take(withdrawn) else {
            Issue.record("taken")
            return
        }
        #expect(states?.theirs == .withdrawn)
    }

    @Test func aReturnedApplicationMayBecomeValid() throws {
        var shelf = Shelf()
        let returned = ODPFixtures.published
            .with("data.application.stage", "validation")
            .with("data.application.status", "returned")
            .with("data.validation.isValid", false).with("data.consultation", nil)
        _ = try shelf.take(returned)
        let valid = ODPFixtures.published
            .with("data.validation.validatedAt", "2024-02-29T10:00:00Z")
        guard case .bringsForward = try shelf.take(valid) else {
            Issue.record("not taken")
            return
        }
    }

    @Test func anOlderReportOfTheSameStateIsEarlier() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        let older = ODPFixtures.published
            .with("metadata.generatedAt", "2024-06-01T00:00:00Z")
            .with("data.caseOfficer.name", "Olive Old")
        guard case .earlierStage(let states, _) = try shelf.take(older) else {
            Issue.record("taken")
            return
        }
        #expect(states.ours == states.theirs)
    }

    @Test func anOlderReportUndoesNothingWhateverItSays() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        let older = "2024-06-01T00:00:00Z"
        for json in [
            ODPFixtures.published.with("extra", 1), ODPFixtures.determined,
            ODPFixtures.published.with("comments.public.comments", []),
        ] {
            let sent = json.with("metadata.generatedAt", .string(older))
            guard case .earlierStage = try shelf.take(sent)
            else {
                Issue.record("taken")
                continue
            }
        }
        // What the portal wrote out later says nothing of when the back office did.
        var other = Shelf()
        _ = try other.take(
            ODPFixtures.application.with("metadata.generatedAt", "2025-06-01T00:00:00Z"))
        guard case .bringsForward = try other.take(ODPFixtures.published) else {
            Issue.record("not brought forward")
            return
        }
    }

    @Test(arguments: [
        ("commentRedacted", JSON.array([]), ODPFact.publicComments),
        ("commentRedacted", "Ring *", .publicComments),
        ("metadata.publishedAt", nil, .publicComments), ("sentiment", "neutral", .publicComments),
    ] as [(String, JSON?, ODPFact)])
    func anotherRedactionIsAChange(path: String, value: JSON?, fact: ODPFact) throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        let said = ODPFixtures.published["comments"]?["public"]?["comments"]?.asArray ?? []
        let sent = ODPFixtures.published.with(
            "comments.public.comments", .array([said[0].with(path, value)] + said.dropFirst()))
        guard case .bringsForward(let changes) = try shelf.take(sent) else {
            Issue.record("not taken")
            return
        }
        #expect(changes.map(\.fact) == [fact])
        #expect(changes.first?.ours != changes.first?.theirs)
    }

    @Test func aDocumentThatIsTakenBackIsAChange() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        let file = try #require(ODPFixtures.published["files"]?[0])
            .with("metadata.publishedAt", nil)
        guard case .bringsForward(let changes) = try shelf.take(
            ODPFixtures.published.with("files", [file]))
        else {
            Issue.record("not taken")
            return
        }
        #expect(changes.map(\.fact) == [.documents])
    }

    @Test func anApplicationAndItsPublishedCaseAreOne() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.application)
        guard case .bringsForward = try shelf.take(ODPFixtures.published) else {
            Issue.record("not brought forward")
            return
        }
        #expect(shelf.held.count == 1)
        #expect(shelf.held.first?.keys.count == 2)
        guard case .earlierStage = try shelf.take(ODPFixtures.application) else {
            Issue.record("taken")
            return
        }
        guard case .bringsForward = try shelf.take(ODPFixtures.determined) else {
            Issue.record("not brought forward")
            return
        }
    }

    @Test func anApplicationSentOnAnotherDayIsAnotherCase() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.application.with("metadata.submittedAt", "2023-10-02"))
        #expect(try shelf.take(ODPFixtures.published) == .new)
        #expect(shelf.held.count == 2)
        let sent = try ODPFixtures.read(ODPFixtures.published)
        #expect(ODPMerge.keys(of: sent).map(\.id.first) == ["2", "1"])
    }

    @Test func theKindAndTheOrganisationTellCasesApart() throws {
        var shelf = Shelf()
        _ = try shelf.take(ODPFixtures.published)
        #expect(try shelf.take(ODPFixtures.published.with("applicationType", "ldc.proposed"))
            == .new)
        #expect(try shelf.take(ODPFixtures.published.with("metadata.organisation", "ABC")) == .new)
        #expect(shelf.held.count == 3)
    }

    @Test func whatIsKnownCanBeKept() throws {
        let known = ODPKnown(try ODPFixtures.read(ODPFixtures.determined), digest: "d")
        let kept = try JSONEncoder().encode(known)
        #expect(try JSONDecoder().decode(ODPKnown.self, from: kept) == known)
    }
}
