// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Store
import TestKit
import Testing
import Web

@Suite("The pages of a case from elsewhere") struct ImportPageTests {
    private struct Millford {
        let network: PublicNetwork
        let officer: TestClient

        init() async throws {
            network = try await PublicNetwork()
            try await network.test.open("millford", jurisdiction: "gb-eng", systems: ["planning"])
            _ = try await network.test.person("Olive Officer", roles: ["millford": [.officer]])
            let session = try await network.test.accounts.signIn(
                email: TestNetwork.email("Olive Officer"), password: TestNetwork.password,
                at: network.test.clock.now)
            officer = network.test.client()
            officer.cookies = [Cookies.session: session.session ?? ""]
        }

        func take(_ json: JSON) async throws -> RecordID {
            let importer = try ODPImport(network: network.test.network, tenant: "millford")
            let report = await importer.take(file: "case.json", bytes: json.encoded())
            await network.test.network.settle()
            return try #require(report.cases[0].id)
        }
    }

    @Test func anOfficerSeesAllThatWasSent() async throws {
        let millford = try await Millford()
        let id = try await millford.take(
            ODPFixtures.determined.with("data.surprise", 1)
                .with("data.assessment.expiryDate", "2024-04-20"))
        let page = await millford.officer.get("/t/millford/planning/applications/\(id.text)")
        for text in [
            "plan.pdf", "https://files.example/public/a1.pdf", "https://notices.example/1",
            "Listed building", "/data/surprise", "case.json", "20 April 2024", "15 April 2024",
            "Second Owner", "9 Far Row", "Your contact details",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        let path = millford.network.path(id, in: "millford")
        for form in ["", ".json"] {
            let everyone = await millford.network.visitor.get(path + form)
            #expect(everyone.status == 200)
            for secret in ImportPrivacyTests.secrets + ["Your contact details"] {
                #expect(!everyone.contains(secret), "\(secret)")
            }
        }
    }

    @Test func anAppealForWantOfADecisionIsUnderAppeal() async throws {
        let millford = try await Millford()
        let id = try await millford.take(
            ODPFixtures.published.with("data.application.stage", "appeal")
                .with("data.appeal", ["lodgedDate": "2024-06-01"]))
        let path = millford.network.path(id, in: "millford")
        for address in [path, "/t/millford/planning/register"] {
            let page = await millford.network.visitor.get(address)
            #expect(page.contains(">Appeal lodged</strong>"), "\(address)")
            #expect(!page.contains(">Decided</strong>"), "\(address)")
        }
        let page = await millford.network.visitor.get(path)
        #expect(page.contains("before any decision") && !page.contains("days over"))
    }

    @Test func aKindTheRulesDoNotKnowHasNoClock() async throws {
        let millford = try await Millford()
        let id = try await millford.take(
            ODPFixtures.published.with("applicationType", "listed")
                .with("data.consultation", nil))
        let path = millford.network.path(id, in: "millford")
        let json = await millford.network.visitor.get("\(path).json").json
        #expect(json["clocks"]?.asArray?.compactMap { $0["state"]?.asString } == ["unknown"])
        #expect(json["haveYourSay"]?["state"] == "unknown" && json["sayUntil"] == .null)
        let page = await millford.network.visitor.get(path)
        #expect(page.contains("No period is known for applications of this kind"))
    }
}
