// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Store
import Testing

@Suite("What was taken in stays private") struct ImportPrivacyTests {
    /// Ways to reach people, and words that nobody has looked over.
    static let secrets = [
        "wilma@oakes.example", "01632 960001", "key@holder.example", "01632 960002", "9 Far Row",
        "ada@plans.example", "01632 960003", "1 Yard", "ZZ1 1ZZ", "Second Owner", "Key Holder",
        "6 Weir Lane", "Ring 01632 9", "Not yet looked at", "Rita Rivers", "The Lock",
        "files.example/private",
    ]

    @Test func theCommonsHoldNoneOfIt() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        try await desk.takeOne(ODPFixtures.determined)
        try await desk.takeOne(ODPFixtures.published)
        let officer = try await desk.takeOne(
            ODPFixtures.application.with("metadata.id", "one more")
                .with("metadata.submittedAt", "2024-02-20"))
        _ = try await desk.officer("validate", on: try #require(officer.id))
        #expect(try await desk.published().count == 2)
        try await desk.test.network.close()
        let folder = URL(filePath: desk.test.directory)
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        var isThere = false
        for file in files where file.lastPathComponent.hasPrefix("commons") {
            let data = try Data(contentsOf: file)
            isThere = isThere || data.range(of: Data("Ring *****".utf8)) != nil
            for secret in Self.secrets {
                #expect(data.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file)")
            }
        }
        #expect(isThere, "what is public was not found, so nothing was searched")
    }

    @Test func whatIsPublishedIsWhatTheSenderPublished() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        let body = try #require(try await desk.published().first?.body)
        #expect(body["applicant_name"]?.asString == "Dr Wilma Oakes")
        #expect(body["elsewhere"]?["state"]?.asString == "consultation")
        let plan: JSON = [
            "name": "plan.pdf", "url": "https://files.example/public/a1.pdf",
            "types": [["value": "sitePlan.existing", "description": nil]],
        ]
        #expect(body["documents_elsewhere"] == [plan])
        let said = try await desk.published("planning.submission").map(\.summary)
        #expect(Set(said) == ["Noise?\nRing *****", "Fine"])
    }

    @Test func theJournalHoldsNoneOfItInPlainWords() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        try await desk.takeOne(ODPFixtures.determined)
        let text = try desk.journal.map(\.changes).joined()
        for secret in Self.secrets { #expect(!text.contains(secret), "\(secret)") }
    }

    @Test func onlyAnAddressBySecureHTTPIsShown() async throws {
        let desk = try await ImportDesk()
        let name = "javascript:alert(1)"
        let file: JSON = [
            "name": "plan.pdf", "redactedUrl": .string(name),
            "metadata": ["publishedAt": "2024-02-19T10:00:00Z"],
        ]
        try await desk.takeOne(ODPFixtures.published.with("files", [file]))
        let body = try #require(try await desk.published().first?.body)
        #expect(body["documents_elsewhere"] == [])
        #expect(try desk.cases.first?.origin?["documents"]?.asArray?.count == 2)
    }

    @Test(arguments: ["preApp", "breach", "enforcement"])
    func adviceAndBreachesAreForOfficersAlone(type: String) async throws {
        let desk = try await ImportDesk()
        let sent = ODPFixtures.published.with("applicationType", .string(type))
        #expect(try await desk.takeOne(sent).standing == .new)
        #expect(try desk.cases.first?.officersOnly == true)
        #expect(try await desk.published().isEmpty)
        #expect(try await desk.published("planning.submission").isEmpty)
    }

    @Test func anApplicationIsPublicOnceItIsFoundValidHere() async throws {
        let desk = try await ImportDesk()
        let id = try #require(try await desk.takeOne(ODPFixtures.application).id)
        #expect(try await desk.published().isEmpty)
        _ = try await desk.officer("validate", on: id)
        #expect(try await desk.published().map(\.reference) == ["24/1"])
    }

    @Test func aCommentThatIsPublishedLaterIsShownThen() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        var sent = try #require(ODPFixtures.published["comments"]?["public"]?["comments"]?.asArray)
        sent[1] = sent[1].with("commentRedacted", "Looked at")
            .with("metadata.publishedAt", "2024-02-23T10:00:00Z")
        let later = ODPFixtures.determined.with("comments.public.comments", .array(sent))
        #expect(try await desk.takeOne(later).standing == .broughtForward)
        #expect(try desk.list(Submission.self).count == 3)
        let said = try await desk.published("planning.submission").map(\.summary)
        #expect(Set(said) == ["Noise?\nRing *****", "Looked at", "Fine"])
    }

    @Test func anOlderReportDoesNotUndoANewerRedaction() async throws {
        let desk = try await ImportDesk()
        func report(_ redacted: String, _ writtenAt: String) throws -> JSON {
            var sent = try #require(
                ODPFixtures.published["comments"]?["public"]?["comments"]?.asArray)
            sent[0] = sent[0].with("commentRedacted", .string(redacted))
            return ODPFixtures.published.with("comments.public.comments", .array(sent))
                .with("metadata.generatedAt", .string(writtenAt))
        }
        let first = try report("He lives at number 6", "2025-02-18T00:00:00Z")
        #expect(try await desk.takeOne(first).standing == .new)
        let second = try await desk.takeOne(try report("He lives there", "2025-04-02T00:00:00Z"))
        #expect(second.standing == .broughtForward)
        #expect(second.changes.map(\.fact) == [.publicComments])
        let again = try await desk.takeOne(first)
        #expect(again.standing == .keptBeside && again.beside == .earlierStage)
        let said = try await desk.published("planning.submission")
        #expect(Set(said.map(\.summary)) == ["He lives there", "Fine"])
        // Nor are the first words left at any moment of the past.
        let register = desk.test.network.register
        for item in try register.page(RegisterQuery(kind: "planning.submission")).items {
            let past = try register.item(
                tenant: item.tenant, record: item.record, asOf: desk.test.clock.now)
            #expect(past?.title == item.title && past?.summary != "He lives at number 6")
            #expect(try register.versions(tenant: item.tenant, record: item.record).count == 1)
        }
    }

    @Test func aDocumentThatIsTakenBackIsInNoEarlierVersion() async throws {
        let desk = try await ImportDesk()
        let id = try #require(try await desk.takeOne(ODPFixtures.published).id)
        await desk.test.network.settle()
        let then = desk.test.clock.now
        desk.test.clock.pass(days: 1)
        let file = try #require(ODPFixtures.published["files"]?[0]).with("redactedUrl", nil)
        let report = try await desk.takeOne(ODPFixtures.published.with("files", [file]))
        #expect(report.changes.map(\.fact) == [.documents])
        await desk.test.network.settle()
        let register = desk.test.network.register
        let past = try register.item(tenant: "millford", record: id, asOf: then)
        let versions = try register.versions(tenant: "millford", record: id)
        #expect(past?.version == 1 && versions.count == 2)
        for item in versions + [past].compactMap(\.self) {
            #expect(item.publication?.body["documents_elsewhere"] == [])
            #expect(item.publication?.body["proposal"]?.asString == "A porch.")
        }
    }

    @Test func whatAnOfficerTookOffStaysOff() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        let first = try #require(
            try desk.list(Submission.self).first { $0.origin == "public:1" })
        _ = try await desk.officer(
            "remove_submission", on: first.id, ["reasons": .text("Abusive.")])
        try await desk.takeOne(ODPFixtures.determined)
        let said = try await desk.published("planning.submission").map(\.summary)
        #expect(said == ["Fine"])
    }
}
