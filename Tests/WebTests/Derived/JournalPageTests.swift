// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import TestKit
import Testing
import Web

@Suite struct JournalPageTests {
    private func worked() async throws -> (RepairNetwork, TestClient) {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        for number in 1...3 { _ = await network.report("Lamp \(number)", by: officer) }
        network.test.clock.pass(days: 2)
        _ = await network.report("=cmd()", by: network.test.client())
        let auditor = try await network.test.client("Aine Auditor", roles: ["kerry": [.auditor]])
        return (network, auditor)
    }

    @Test func onlyAuditorsReadIt() async throws {
        let (network, auditor) = try await worked()
        #expect(await auditor.get("/t/kerry/journal").status == 200)
        #expect(await auditor.get("/t/clare/journal").status == 404)
        let officer = try await network.test.client("Orla Kelly")
        #expect(await officer.get("/t/kerry/journal").status == 404)
        #expect(await officer.get("/t/kerry/journal.csv").status == 404)
        #expect(await network.test.client().get("/t/kerry/journal").status == 303)
    }

    @Test func itIsFilteredAndExported() async throws {
        let (_, auditor) = try await worked()
        let page = await auditor.get("/t/kerry/journal")
        #expect(page.missingWords.isEmpty)
        #expect(page.contains("Orla Kelly") && page.contains("Reported"))
        func count(_ query: String) async -> Int {
            await auditor.get("/t/kerry/journal.json?\(query)").json["entries"]?.asArray?.count
                ?? -1
        }
        #expect(await count("") == 4)
        #expect(await count("actor=orla.kelly@example.ie") == 3)
        #expect(await count("actor=visitor") == 1)
        #expect(await count("until=2026-01-12") == 3)
        #expect(await count("from=2026-01-13&until=2026-01-14") == 1)
        #expect(await count("action=repairs.amend") == 0)
        #expect(await count("record=repairs.repair") == 4)
        let csv = await auditor.get("/t/kerry/journal.csv").text.split(separator: "\r\n")
        #expect(csv.count == 5)
        #expect(csv[0] == "seq,at,actor,action,record,record_id,version,changes,rules,digest")
        #expect(await auditor.get("/t/kerry/journal?from=soon").status == 422)
    }

    @Test func itIsCheckedWhenAsked() async throws {
        let (_, auditor) = try await worked()
        #expect(!(await auditor.get("/t/kerry/journal").contains("The journal is whole")))
        let checked = await auditor.get("/t/kerry/journal?verify=now")
        #expect(checked.contains("The journal is whole: 4 entries"))
    }

    @Test func theCommonsHistoriesAreForItsAdministrators() async throws {
        let (network, auditor) = try await worked()
        let id = try await network.test.person("Orla Kelly")
        let path = "/t/commons/network/people/\(id.text)/history"
        #expect(await auditor.get(path).status == 404)
        let operating = try await network.test.client(
            "Oran Operator", roles: ["commons": [.administrator]])
        let page = await operating.get(path)
        #expect(page.status == 200 && page.contains("Orla Kelly"))
    }
}
