// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing
import Web

/// The page of the platform team.
@Suite struct OperationsTests {
    private static let page = "/t/commons/operations"
    private let test: TestNetwork

    init() async throws {
        test = try TestNetwork()
        try await test.open("kildare")
        try await test.open("mayo")
    }

    private func administrator() async throws -> TestClient {
        try await test.client("Ada", roles: ["commons": [.administrator]])
    }

    private func note(_ name: String, _ outcome: OperationNote.Outcome, days: Int = 0) async throws {
        let at = test.clock.now.adding(seconds: -86_400 * days)
        try await test.network.note(operation: OperationNote(name, at: at, outcome, detail: "why"))
    }

    @Test func itIsThereForAdministratorsOfTheNetworkAlone() async throws {
        #expect(await test.client().get(Self.page).status == 303)
        let other = try await test.client("Orla", roles: ["kildare": [.administrator]])
        #expect(await other.get(Self.page).status == 404)
        #expect(await other.get("/t/kildare/operations").status == 404)
        let own = try await administrator()
        #expect(await own.get(Self.page).status == 200)
        #expect(await own.get("/work").contains(Self.page))
    }

    @Test func theOperatorIsCalledInTheReadersLanguage() async throws {
        let own = try await administrator()
        let irish = await own.get("\(Self.page)?lang=ga")
        #expect(irish.status == 200 && !irish.contains("Network operator"))
        #expect(irish.contains(test.site.words("people.operator", in: .irish)))
    }

    @Test func itSaysFirstWhatNeedsDoing() async throws {
        let own = try await administrator()
        let bare = await own.get(Self.page)
        #expect(bare.contains("No backup has been noted yet"))
        try await note("backup", .done)
        try await note("drill", .done)
        let done = await own.get(Self.page)
        #expect(!done.contains("No backup has been noted yet"))
        #expect(!done.contains("No backup has been restored for practice yet"))
    }

    @Test func aLateBackupAndAFailureAreNamed() async throws {
        try await note("backup", .done, days: 3)
        try await note("backup", .failed)
        try await note("drill", .done, days: 60)
        let page = await (try administrator()).get(Self.page)
        #expect(page.contains("The last backup that succeeded is 3 days old"))
        #expect(page.contains("The last drill that succeeded is 60 days old"))
        #expect(page.contains("“backup” failed when it last ran"))
    }

    @Test func aTenantOutOfServiceKeepsNoOtherFromView() async throws {
        let own = try await administrator()
        let beside = try test.beside()
        try FileManager.default.removeItem(atPath: "\(test.directory)/mayo.sqlite")
        let client = TestClient(site: beside.site, clock: test.clock)
        client.cookies = own.cookies
        let page = await client.get(Self.page)
        #expect(page.contains("mayo is out of service"))
        #expect(page.contains("Kildare"))
    }

    @Test func programsReadTheSame() async throws {
        try await note("daily:planning", .failed)
        let answer = await (try administrator()).get("\(Self.page).json")
        #expect(answer.status == 200)
        let json = try JSON(parsing: answer.text)
        #expect(json["process"]?["version"]?.asString == Release.version)
        let codes = json["todo"]?.asArray?.compactMap { $0["code"]?.asString } ?? []
        #expect(codes.contains("operation_failed") && codes.contains("backup_never"))
        let slugs = json["tenants"]?.asArray?.compactMap { $0["slug"]?.asString } ?? []
        #expect(slugs == ["commons", "kildare", "mayo"])
    }

    @Test func whatWasNotedIsTheLastAndTheLastThatSucceeded() async throws {
        for (outcome, days) in [(OperationNote.Outcome.done, 9), (.done, 5), (.failed, 4), (.failed, 1)] {
            try await note("backup", outcome, days: days)
        }
        let found = try test.network.operations()
        #expect(found.map(\.outcome) == [.failed, .done])
        #expect(found.map { Int((test.clock.now - $0.at) / 86_400_000) } == [1, 5])
    }
}
