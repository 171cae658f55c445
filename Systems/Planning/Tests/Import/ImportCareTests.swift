// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Store
import Testing

@Suite("Taking in with care") struct ImportCareTests {
    @Test(arguments: ["wcc.unheard.of", "pp.full.minor.technicalDetails", "pp", "pa.part6"])
    func anUnknownKindIsTakenInWithNoClock(type: String) async throws {
        let desk = try await ImportDesk()
        let report = try await desk.takeOne(
            ODPFixtures.published.with("applicationType", .string(type)))
        #expect(report.standing == .new)
        #expect(report.hasClock == false)
        let held = try #require(try desk.cases.first)
        #expect(held.type == type)
        #expect(held.dueOn == nil)
        #expect(held.origin?["clock"]?.asString == "unknown")
    }

    @Test func anotherLawKnowsNoClockForIt() async throws {
        let desk = try await ImportDesk("dlr", jurisdiction: "ie")
        let report = try await desk.takeOne(ODPFixtures.published)
        #expect(report.standing == .new)
        #expect(report.hasClock == false)
        let held = try #require(try desk.cases.first)
        #expect(held.dueOn == nil)
        #expect(held.sayUntil == nil)
        let moment = desk.store.moment(
            for: .visitor, system: "planning", at: desk.test.clock.now)
        #expect(held.fields.clocks(at: moment).map(\.state) == [.unknown])
    }

    @Test func aLawWithoutRulesStillTakesIn() async throws {
        let desk = try await ImportDesk("vilnius", jurisdiction: "lt")
        let report = try await desk.takeOne(ODPFixtures.application)
        #expect(report.standing == .new)
        #expect(report.reference == nil)
    }

    @Test func oneCaseTwiceInOneGo() async throws {
        let desk = try await ImportDesk()
        let sent = [ODPFixtures.published, ODPFixtures.published, ODPFixtures.determined]
        let report = try await desk.take(.array(sent), as: "folder/all.json")
        #expect(report.cases.map(\.standing) == [.new, .same, .broughtForward])
        #expect(report.cases.map(\.pointer) == ["/0", "/1", "/2"])
        #expect(report.outcome == "taken")
        let held = try #require(try desk.cases.first)
        #expect(held.originFiles.map(\.name) == ["all-1.json", "all-3.json"])
    }

    @Test func ofAFileOfManyCasesEachKeepsItsOwn() async throws {
        let desk = try await ImportDesk()
        let other = ODPFixtures.published.with("metadata.id", "another")
        _ = try await desk.take([ODPFixtures.published, other])
        for held in try desk.cases {
            let file = try #require(held.originFiles.first)
            let path = try await desk.test.network.documents.file(of: file.digest, for: "millford")
            let kept = try JSON(parsing: [UInt8](Data(contentsOf: URL(filePath: path))))
            #expect(kept["metadata"]?["id"]?.asString == held.fields.odp?.known.keys.first?.id)
        }
    }

    @Test func whatCannotBeReadIsRefusedWithAllItsReasons() async throws {
        let desk = try await ImportDesk()
        let importer = try desk.importer()
        let broken = await importer.take(file: "a.json", bytes: Array("{".utf8))
        #expect(broken.cases.map(\.standing) == [.refused])
        #expect(broken.cases[0].problems.map(\.code) == ["notJSON"])
        let mixed = try await desk.take([
            ODPFixtures.published,
            ODPFixtures.application.with("metadata.id", nil).with("metadata.organisation", nil),
        ])
        #expect(mixed.outcome == "mixed")
        #expect(mixed.cases[1].problems.map(\.code) == ["missingID", "missingOrganisation"])
        #expect(mixed.cases[1].pointer == "/1")
        let missing = await importer.take([.path("/no/such/file.json")])
        #expect(missing.files[0].cases[0].problems.map(\.code) == ["unreadable"])
        #expect(!missing.isAllTaken)
        #expect(try desk.cases.count == 1)
    }

    @Test func nothingIsDroppedSilently() async throws {
        let desk = try await ImportDesk()
        let odd = ODPFixtures.published.with("data.surprise", ["a": 1])
            .with("data.validation.receivedAt", "yesterday")
        let report = try await desk.takeOne(odd)
        #expect(report.unused.contains("/data/surprise"))
        #expect(report.notes.map(\.code) == ["notADate"])
        let origin = try desk.cases.first?.origin
        #expect(origin?["unused"]?.asArray?.contains("/data/surprise") == true)
        #expect(origin?["notes"]?[0]?["code"]?.asString == "notADate")
    }

    @Test func textInUTF16IsKeptAsWhatItSays() async throws {
        let desk = try await ImportDesk()
        let text = String(decoding: ODPFixtures.published.encoded(), as: UTF8.self)
        let data = try #require(text.data(using: .utf16))
        let report = try await desk.importer().take(file: "wide.json", bytes: [UInt8](data))
        #expect(report.cases.map(\.standing) == [.new])
        #expect(try desk.cases.first?.originFiles.first?.type == "application/json")
    }

    @Test func twoImportsAtOnceTakeEachCaseOnce() async throws {
        let desk = try await ImportDesk()
        let sent = (1...60).map {
            ODPFixtures.published.with("metadata.id", .string("case-\($0)"))
        }
        let files = sent.map { ODPSource.bytes($0.encoded(), name: "case.json") }
        let importer = try desk.importer()
        async let one = importer.take(files)
        async let two = importer.take(files.reversed())
        async let three = importer.take(files)
        let reports = await [one, two, three]
        #expect(reports.allSatisfy { $0.isAllTaken })
        #expect(reports.map { $0.count(.new) }.reduce(0, +) == 60)
        #expect(try desk.cases.count == 60)
        #expect(try desk.list(Submission.self).count == 180)
        #expect(try desk.test.network.verify("millford").finding == nil)
    }

    @Test func whatAnOfficerPutRightStaysWhateverIsSentNext() async throws {
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        let held = try #require(try desk.cases.first)
        _ = try await desk.officer(
            "correct_entry", on: held.id,
            ["reason": "The name was spelt wrong", "applicant_name": "As the officer has it"])
        let report = try await desk.takeOne(ODPFixtures.determined)
        #expect(report.standing == .broughtForward)
        #expect(report.notes.map(\.code).contains("corrected_here"))
        #expect(try desk.cases.first?.applicantName == "As the officer has it")
    }

    @Test func whatOfficersHaveDoneSinceStands() async throws {
        let desk = try await ImportDesk()
        let id = try #require(try await desk.takeOne(ODPFixtures.application).id)
        _ = try await desk.officer("validate", on: id, ["received_on": .text("2024-02-19")])
        let report = try await desk.takeOne(ODPFixtures.published)
        #expect(report.beside == .contradiction)
        #expect(report.contradictions.map(\.fact) == [.receivedOn, .validatedOn, .reference])
        #expect(try desk.cases.first?.fileNumber == "24/1")
    }

    @Test func furtherInformationGoesOn() async throws {
        let desk = try await ImportDesk()
        let id = try #require(try await desk.takeOne(ODPFixtures.published).id)
        _ = try await desk.officer(
            "request_further_information", on: id, ["items": .text("A section.")])
        let longer = ODPFixtures.published.with("data.consultation.endDate", "2024-03-18")
        #expect(try await desk.takeOne(longer).standing == .broughtForward)
        #expect(try desk.cases.first?.state == "further_information")
        #expect(try desk.cases.first?.informationRounds.count == 1)
    }

    @Test func aReturnedApplicationMayBecomeValid() async throws {
        let desk = try await ImportDesk()
        let returned = ODPFixtures.published.with("data.application.stage", "validation")
            .with("data.application.status", "returned").with("data.validation.isValid", false)
        #expect(try await desk.takeOne(returned).state == "invalid")
        #expect(try desk.cases.first?.invalidOn == Day("2024-02-19"))
        #expect(try await desk.published().isEmpty)
        let valid = ODPFixtures.published.with("data.validation.validatedAt", "2024-02-25")
        #expect(try await desk.takeOne(valid).standing == .broughtForward)
        let held = try #require(try desk.cases.first)
        #expect(held.invalidOn == nil)
        #expect(held.validOn == Day("2024-02-25"))
        #expect(held.state == "valid")
    }

    @Test func aTenantWithoutPlanningTakesNothing() async throws {
        let desk = try await ImportDesk()
        try await desk.test.open("bare", jurisdiction: "gb-eng")
        #expect(throws: Refusal.self) {
            _ = try ODPImport(network: desk.test.network, tenant: "bare")
        }
        #expect(throws: Refusal.self) {
            _ = try ODPImport(network: desk.test.network, tenant: "nowhere")
        }
    }
}
