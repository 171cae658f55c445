// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What lies beside the journal for systems that write too often for it: line after line, each sealed.
struct LedgerTests {
    private func ledger(_ lab: LabNetwork) throws -> Ledger {
        Ledger("readings", in: try lab.network.tenant("one"))
    }

    /// A ledger of three lines.
    private func written(_ lab: LabNetwork) async throws -> [LedgerLine] {
        var lines: [LedgerLine] = []
        for text in ["one", "two", "three"] {
            lines.append(
                try await ledger(lab).write(
                    text, after: lines.last, at: lab.network.now(), keeping: ["last": text]))
        }
        return lines
    }

    @Test func linesStandInTheirOrderAndFollowFromOneAnother() async throws {
        let lab = try await LabNetwork()
        let lines = try await written(lab)
        let ledger = try ledger(lab)
        #expect(try ledger.lines(after: 0, limit: 10) == lines)
        #expect(try ledger.lines(after: 1, limit: 1).map(\.content) == ["two"])
        #expect(lines.map(\.number) == [1, 2, 3] && lines[2].previous == lines[1].digest)
        #expect(try ledger.kept("last") == "three")
        #expect(try Ledger("others", in: try lab.network.tenant("one")).lines(after: 0, limit: 10).isEmpty)
        #expect(try lab.network.verify("one").finding == nil)
    }

    @Test func whoWasSlowerIsToldSoAndWritesNothing() async throws {
        let lab = try await LabNetwork()
        let lines = try await written(lab)
        await #expect(throws: Ledger.Overtaken.self) {
            try await ledger(lab).write(
                "late", after: lines[1], at: lab.network.now(), keeping: ["last": "late"])
        }
        #expect(try ledger(lab).lines(after: 0, limit: 10).count == 3)
        #expect(try ledger(lab).kept("last") == "three")
    }

    @Test(arguments: [
        "UPDATE ledger SET content = 'zwei' WHERE number = 2", "DELETE FROM ledger WHERE number = 2",
        "UPDATE ledger SET previous = digest WHERE number = 3",
        "UPDATE ledger SET name = 'r' WHERE number = 1",
    ])
    func whatWasAlteredIsFound(_ statement: String) async throws {
        let lab = try await LabNetwork()
        _ = try await written(lab)
        try lab.file().run(statement)
        #expect(try lab.network.verify("one").finding?.kind == .ledger)
    }
}
