// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

@Suite struct ODPPrivacyTests {
    /// What no public part of a case may hold, whatever way it was sent.
    private let secrets = [
        "oakes.example", "plans.example", "holder.example", "01632", "Second Owner", "Far Row",
        "6 Weir Lane", "The Lock", "Not yet looked at",
    ]

    @Test func whatAPageMayShowHoldsNoContact() throws {
        let sent = try ODPFixtures.read(ODPFixtures.published)
        var shown = ""
        dump(sent.applicant, to: &shown)
        dump(sent.agent, to: &shown)
        dump(sent.site, to: &shown)
        dump(sent.details, to: &shown)
        dump(sent.references, to: &shown)
        dump(sent.comments.map(\.publicParts), to: &shown)
        dump(sent.consultees.flatMap(\.comments).map(\.publicParts), to: &shown)
        dump(sent.documents.map(\.publicAddress), to: &shown)
        let text = shown + (sent.description ?? "")
        for secret in secrets { #expect(!text.contains(secret), "\(secret)") }
        #expect(text.contains("Wilma Oakes"))
    }

    @Test func contactsAreKeptForOfficers() throws {
        let contacts = try ODPFixtures.read(ODPFixtures.published).contacts
        #expect(contacts.first(.applicant)?.email == "wilma@oakes.example")
        #expect(contacts.first(.applicant)?.livesAtSite == true)
        #expect(contacts.first(.agent)?.address == ["1 Yard", "Mill", "ZZ1 1ZZ"])
        #expect(contacts.first(.siteContact)?.phone == "01632 960002")
        #expect(contacts.first(.owner)?.name == "Second Owner")
        #expect(contacts.first(.owner)?.notes["noticeDate"] == "2024-01-02")
        #expect(contacts.first(.commenter("1"))?.address == ["6 Weir Lane", "ZZ4"])
        #expect(contacts.first(.consultee("7"))?.name == "Rita Rivers")
        #expect(contacts.ownership?.certificate == "b")
    }

    @Test func notProvidedIsNoPhone() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("data.applicant.phone.primary", "Not provided by agent")
            .with("data.proposal.description", "Not provided"))
        #expect(sent.contacts.first(.applicant)?.phone == nil)
        #expect(sent.description == nil)
        #expect(sent.unused.isEmpty)
    }

    @Test func onlyPublishedAndRedactedWordsArePublic() throws {
        let comments = try ODPFixtures.read(ODPFixtures.published).comments
        #expect(comments[0].publicParts?.map(\.text) == ["Ring *****"])
        #expect(comments[0].parts.map(\.text) == ["Ring 01632 9"])
        #expect(comments[1].publicParts == nil)
    }

    @Test func aFileWithoutARedactedCopyIsNotPublic() throws {
        var file = try #require(ODPFixtures.published["files"]?[0])
        #expect(try document(file)?.publicAddress == "https://files.example/public/a1.pdf")
        file["redactedUrl"] = nil
        #expect(try document(file)?.publicAddress == nil)
        file["redactedUrl"] = "https://files.example/public/a1.pdf"
        file["metadata"] = nil
        #expect(try document(file)?.publicAddress == nil)
    }

    private func document(_ file: JSON) throws -> ODPDocument? {
        try ODPFixtures.read(ODPFixtures.published.with("files", [file])).documents.first
    }

    @Test func thePublicSeesPublishedCasesOnly() throws {
        #expect(try ODPFixtures.read(ODPFixtures.application).isPublic == false)
        #expect(try ODPFixtures.read(ODPFixtures.published).isPublic)
        let early = ODPFixtures.published
            .with("data.application.stage", "submission")
            .with("data.application.publishedAt", nil)
            .with("data.validation", nil)
        #expect(try ODPFixtures.read(early).isPublic == false)
        let advice = ODPFixtures.published.with("applicationType", "preApp")
        #expect(try ODPFixtures.read(advice).isPublic == false)
    }
}
