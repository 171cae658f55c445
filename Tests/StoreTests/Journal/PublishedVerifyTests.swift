// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// What everyone sees, and the documents, must be what the journal says.
struct PublishedVerifyTests {
    /// One sample put, shown (version 2) and amended (3); another shown and hidden again.
    private func lab() async throws -> LabNetwork {
        let lab = try await LabNetwork()
        let shown = try await lab.put("Shown")
        try await lab.perform(Lab.show.kind, on: shown)
        try await lab.perform(Lab.amend.kind, on: shown, ["remark": "Another"])
        let hidden = try await lab.put("Hidden")
        try await lab.perform(Lab.show.kind, on: hidden)
        try await lab.perform(Lab.hide.kind, on: hidden)
        await lab.network.settle()
        #expect(try lab.network.verify("one").finding == nil)
        return lab
    }

    @Test(arguments: [
        "UPDATE published SET status = 'forged'", "UPDATE published SET title = 'forged'",
        "UPDATE published SET summary = 'forged' WHERE version = 3",
        "UPDATE published SET day = NULL", "UPDATE published SET longitude = 1",
        "UPDATE published SET kind = 'lab.other'", "UPDATE published SET recorded_at = ''",
        "UPDATE published SET content = replace(content, 'Another', 'Forged')",
        "UPDATE published SET content = 'forged'",
        "UPDATE published SET version = 9 WHERE version = 3",
        "UPDATE published SET until_at = '2026-01-12T10:00:00.000Z' WHERE until_at IS NULL",
        "UPDATE published SET until_at = NULL WHERE title = 'Hidden'",
        "DELETE FROM published WHERE version = 3", "DELETE FROM published",
        """
        INSERT INTO published (kind, tenant, record, version, recorded_at, reference, title,
          summary, status, content)
        VALUES ('lab.sample', 'one', '0192f000-0000-7000-8000-000000000009', 1,
          '2026-01-12T09:00:00.000Z', '', '', '', '', '{}')
        """,
    ])
    func findsWhatEveryoneSeesAltered(_ statement: String) async throws {
        let lab = try await lab()
        try lab.file(Tenant.commons).run(statement)
        #expect(try lab.network.verify("one").finding?.kind == .publication)
    }

    @Test func findsWhatIsPublishedInNobodysName() async throws {
        let lab = try await lab()
        try lab.file(Tenant.commons).run(
            """
            INSERT INTO published (kind, tenant, record, version, recorded_at, reference, title,
              summary, status, content)
            VALUES ('lab.sample', 'nobody', 'x', 1, '', '', '', '', '', '{}')
            """)
        #expect(try lab.network.verify("one").finding == nil)
        let finding = try lab.network.verify(Tenant.commons).finding
        #expect(finding?.kind == .publication && finding?.detail.contains("nobody") == true)
    }

    @Test func staysSoundWhileOthersPublish() async throws {
        let lab = try await lab()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let id = try await lab.put("Sample \(number)")
                    try await lab.perform(Lab.show.kind, on: id)
                    if number % 2 == 0 { try await lab.perform(Lab.hide.kind, on: id) }
                }
            }
            for _ in 0..<10 {
                group.addTask {
                    let finding = try lab.network.verify("one").finding
                    #expect(finding == nil)
                }
            }
            try await group.waitForAll()
        }
        await lab.network.settle()
        #expect(try lab.network.verify("one").finding == nil)
    }

    @Test func findsADocumentAlteredOrGone() async throws {
        let lab = try await lab()
        let digest = Digest.of(Sample.document)
        let path = try await lab.network.documents.file(of: digest, for: "one")
        try Data("%PDF-1.7 another".utf8).write(to: URL(fileURLWithPath: path))
        let altered = try lab.network.verify("one").finding
        #expect(altered?.kind == .document && altered?.entry == 1)
        #expect(altered?.detail.contains(digest) == true)
        try FileManager.default.removeItem(atPath: path)
        let gone = try lab.network.verify("one").finding
        #expect(gone?.kind == .document && gone?.entry == 1)
    }
}
